import Foundation

extension MediumError {
    /// What the system's error means for a stick.
    init(_ code: Int32) {
        self =
            switch code {
            case ENOENT: .missing
            case EEXIST: .exists
            case ENOTDIR, ELOOP: .notAFolder
            case EISDIR: .notAFile
            case ENOSPC, EDQUOT, EFBIG: .full
            case EROFS: .readOnly
            case EACCES, EPERM: .notPermitted
            case ENODEV, ENXIO, ESHUTDOWN, ENOTCONN, ENOMEDIUM: .gone
            default: .failed(code: code)
            }
    }
}
