import Foundation

/// A folder of the system as a medium: usually a USB drive where the system mounted it.
///
/// All goes through descriptors of folders, one name at a time and never through a symbolic link, so that nothing on a
/// stick leads anywhere else, not even what is put there while it is looked at.
package final class FolderMedium: Medium {
    /// Of the folder itself.
    let root: Int32
    /// As the person named it.
    package let path: String

    /// - Throws: ``MediumError/missing`` or ``MediumError/notAFolder``.
    package init(path: String) throws(MediumError) {
        self.path = path
        root = Foundation.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard root >= 0 else { throw MediumError(errno) }
    }

    deinit {
        Foundation.close(root)
    }

    /// Whether something is mounted here, as a stick is; a folder of the system's own disk is none.
    package var isMountPoint: Bool {
        var here = stat()
        var above = stat()
        guard fstat(root, &here) == 0, fstatat(root, "..", &above, 0) == 0 else { return false }
        return here.st_dev != above.st_dev || here.st_ino == above.st_ino
    }

    package func entries(of folder: MediumPath, max: Int) throws(MediumError) -> MediumListing {
        let descriptor = try openFolder(folder)
        guard let stream = fdopendir(descriptor) else {
            let error = MediumError(errno)
            Foundation.close(descriptor)
            throw error
        }
        defer { closedir(stream) }
        var entries: [MediumEntry] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw MediumError(errno) }
                return MediumListing(entries: entries, isAll: true)
            }
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard let name = MediumName(bytes: bytes) else { continue }
            guard entries.count < max else { return MediumListing(entries: entries, isAll: false) }
            entries.append(try FolderMedium.entry(name, in: descriptor))
        }
    }

    private static func entry(_ name: MediumName, in folder: Int32) throws(MediumError) -> MediumEntry {
        var facts = stat()
        guard fstatat(folder, name.cString, &facts, AT_SYMLINK_NOFOLLOW) == 0 else {
            // It went away in between, or its sectors cannot be read: as good as nothing that anybody could use.
            return MediumEntry(name: name, kind: .other, bytes: 0)
        }
        let kind: MediumEntry.Kind =
            switch facts.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
        return MediumEntry(name: name, kind: kind, bytes: Int64(facts.st_size))
    }

    package func open(_ file: MediumPath, fromMedium: Bool) throws(MediumError) -> any MediumReader {
        let descriptor = try openFile(file, O_RDONLY | O_NONBLOCK)
        return try FolderReader(descriptor, fromMedium: fromMedium)
    }

    package func create(_ file: MediumPath) throws(MediumError) -> any MediumWriter {
        FolderWriter(try openFile(file, O_WRONLY | O_CREAT | O_EXCL))
    }

    package func rename(_ file: MediumPath, to name: MediumName) throws(MediumError) {
        try inFolder(of: file) { folder, old throws(MediumError) in
            var facts = stat()
            guard fstatat(folder, name.cString, &facts, AT_SYMLINK_NOFOLLOW) != 0 else { throw .exists }
            guard renameat(folder, old, folder, name.cString) == 0 else { throw MediumError(errno) }
        }
    }

    package func remove(_ file: MediumPath) throws(MediumError) {
        try inFolder(of: file) { folder, name throws(MediumError) in
            guard unlinkat(folder, name, 0) == 0 else { throw MediumError(errno) }
        }
    }

    package func makeFolder(_ folder: MediumPath) throws(MediumError) {
        try inFolder(of: folder) { parent, name throws(MediumError) in
            guard mkdirat(parent, name, 0o755) == 0 || errno == EEXIST else { throw MediumError(errno) }
        }
        // What stands there may be a file, or a link.
        Foundation.close(try openFolder(folder))
    }

    package func sync(folder: MediumPath) throws(MediumError) {
        let descriptor = try openFolder(folder)
        defer { Foundation.close(descriptor) }
        // Some file systems, of those in user space, have nothing to sync a folder by.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw MediumError(errno) }
    }

    package func flush() throws(MediumError) {
        // Each file and folder was synced by itself. On FAT this writes out the table of what is free, too.
        guard fsync(root) == 0 || errno == EINVAL else { throw MediumError(errno) }
    }

    package func requireWritable(_ folder: MediumPath) throws(MediumError) {
        let descriptor = try openFolder(folder)
        defer { Foundation.close(descriptor) }
        guard faccessat(descriptor, ".", W_OK | X_OK, AT_EACCESS) == 0 else { throw MediumError(errno) }
    }

    package func space() throws(MediumError) -> MediumSpace {
        var facts = statvfs()
        guard fstatvfs(root, &facts) == 0 else { throw MediumError(errno) }
        let block = Int64(clamping: facts.f_frsize)
        return MediumSpace(
            freeBytes: Int64(clamping: facts.f_bavail).multipliedReportingOverflow(by: block).partialValue,
            totalBytes: Int64(clamping: facts.f_blocks).multipliedReportingOverflow(by: block).partialValue,
            blockBytes: block)
    }
}
