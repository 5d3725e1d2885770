/// The file system of a stick, as far as a visit needs it: one method for each thing that can fail, so that a test can
/// let each of them fail, and take back what was not synced when power is lost.
///
/// No method follows a symbolic link. A path's folders exist, unless a method says otherwise.
package protocol Medium: AnyObject {
    /// What lies in a folder, in no order; the first `max` of it where there is more.
    ///
    /// - Throws: ``MediumError/missing`` where there is no such folder, `notAFolder` where it is something else.
    func entries(of folder: MediumPath, max: Int) throws(MediumError) -> MediumListing
    /// Opens a file to be read from its beginning.
    ///
    /// - Parameter fromMedium: read what the medium holds rather than what the system remembers of it, where the
    ///   system allows that.
    func open(_ file: MediumPath, fromMedium: Bool) throws(MediumError) -> any MediumReader
    /// Makes a new, empty file.
    ///
    /// - Throws: ``MediumError/exists`` where there is one.
    func create(_ file: MediumPath) throws(MediumError) -> any MediumWriter
    /// Gives a file another name in its folder.
    ///
    /// - Throws: ``MediumError/exists`` where that name is taken: nothing is ever replaced.
    func rename(_ file: MediumPath, to name: MediumName) throws(MediumError)
    func remove(_ file: MediumPath) throws(MediumError)
    /// Makes a folder; one that is there already is fine.
    func makeFolder(_ folder: MediumPath) throws(MediumError)
    /// Returns once the names in the folder are on the medium.
    func sync(folder: MediumPath) throws(MediumError)
    /// Returns once the medium knows what is free: the last thing of a visit.
    func flush() throws(MediumError)
    func space() throws(MediumError) -> MediumSpace
    /// Whether files may be made in a folder, as far as that can be told without making one.
    ///
    /// - Throws: what making one would, such as ``MediumError/readOnly``.
    func requireWritable(_ folder: MediumPath) throws(MediumError)
}

/// A file that is read from front to back. It is closed when nobody holds it any more.
package protocol MediumReader: AnyObject {
    /// At least one byte and at most so many; none at the end.
    func read(_ bytesMax: Int) throws(MediumError) -> [UInt8]
}

/// A file that is being written. Without ``close()`` it is closed when nobody holds it any more.
package protocol MediumWriter: AnyObject {
    func write(_ bytes: [UInt8]) throws(MediumError)
    /// Returns once the content is on the medium.
    func sync() throws(MediumError)
    func close() throws(MediumError)
}

/// What lies in a folder.
package struct MediumListing: Sendable {
    package let entries: [MediumEntry]
    /// Whether these are all.
    package let isAll: Bool

    package init(entries: [MediumEntry], isAll: Bool) {
        self.entries = entries
        self.isAll = isAll
    }
}

/// One thing that lies in a folder.
package struct MediumEntry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case file
        case folder
        /// A symbolic link, a pipe, a device: never touched.
        case other
    }

    package let name: MediumName
    package let kind: Kind
    /// Of a file.
    package let bytes: Int64

    package init(name: MediumName, kind: Kind, bytes: Int64) {
        self.name = name
        self.kind = kind
        self.bytes = bytes
    }
}

/// How much room a medium has.
package struct MediumSpace: Hashable, Sendable {
    package let freeBytes: Int64
    package let totalBytes: Int64
    /// What a file takes is a multiple of this.
    package let blockBytes: Int64

    package init(freeBytes: Int64, totalBytes: Int64, blockBytes: Int64) {
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
        self.blockBytes = max(blockBytes, 1)
    }
}

/// Why something could not be done on a medium.
package enum MediumError: Error, Hashable, Sendable {
    case missing
    case exists
    case notAFolder
    /// It is no plain file: a folder, a symbolic link, a pipe.
    case notAFile
    case full
    case readOnly
    case notPermitted
    /// The medium is gone: pulled out.
    case gone
    /// The medium cannot be read or written at that place, or something else; `code` is the system's `errno`.
    case failed(code: Int32)
    /// What was read back is not what was written.
    case differs
}
