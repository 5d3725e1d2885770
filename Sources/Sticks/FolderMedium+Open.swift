import Foundation

// How everything on the medium is reached: one name at a time, through no link.
extension FolderMedium {
    /// A descriptor of a folder, for the caller to close.
    func openFolder(_ folder: MediumPath) throws(MediumError) -> Int32 {
        // Not a duplicate: each listing has a place of its own to read on from.
        var descriptor = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for name in folder.names where descriptor >= 0 {
            let next = openat(descriptor, name.cString, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            let code = errno
            Foundation.close(descriptor)
            errno = code
            descriptor = next
        }
        guard descriptor >= 0 else { throw MediumError(errno) }
        return descriptor
    }

    func inFolder<Result>(
        of path: MediumPath, _ body: (Int32, [CChar]) throws(MediumError) -> Result
    ) throws(MediumError) -> Result {
        guard let name = path.name else { throw .notAFile }
        let folder = try openFolder(path.folder)
        defer { Foundation.close(folder) }
        return try body(folder, name.cString)
    }

    func openFile(_ file: MediumPath, _ flags: Int32) throws(MediumError) -> Int32 {
        try inFolder(of: file) { folder, name throws(MediumError) in
            let descriptor = openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw errno == ELOOP ? .notAFile : MediumError(errno) }
            var facts = stat()
            guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
                Foundation.close(descriptor)
                throw .notAFile
            }
            return descriptor
        }
    }
}

extension MediumName {
    var cString: [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }
}
