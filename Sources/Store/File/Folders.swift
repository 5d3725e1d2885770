import Foundation

/// Has the name of a file outlive a power cut, by syncing the folder in which it stands.
///
/// A file system that cannot sync a folder, of those in user space, has nothing to do here: no failure is told.
package func syncFolder(ofFile path: String) {
    let folder = open(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".", O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
}

/// Whether two paths lead to one file, also by links, by `..` or by two names of a folder, and also where there is no
/// such file yet.
package func isSameFile(_ one: String, _ other: String) -> Bool {
    func folderAndName(_ path: String) -> (folder: String, name: Substring) {
        path.lastIndex(of: "/").map { (String(path[...$0]), path[path.index(after: $0)...]) } ?? (".", path[...])
    }
    func isSame(_ one: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_ino == second.st_ino
            && first.st_dev == second.st_dev
    }
    let (first, second) = (folderAndName(one), folderAndName(other))
    return isSame(one, other) || first.name == second.name && isSame(first.folder, second.folder)
}

/// Makes a folder and those above it that are not there, and has their names outlive a power cut.
///
/// - Parameter permissions: of those that it makes, less what the process masks.
/// - Throws: ``StoreError/notWritable(path:code:)``.
package func makeFolder(_ path: String, permissions: Int = 0o777) throws(StoreError) {
    var new: [String] = []
    var folder = path[...]
    while !folder.isEmpty, !FileManager.default.fileExists(atPath: String(folder)) {
        new.append(String(folder))
        folder = folder.lastIndex(of: "/").map { folder[..<$0] } ?? ""
    }
    for folder in new.reversed() {
        // Somebody else may have been quicker.
        guard mkdir(folder, mode_t(permissions)) == 0 || errno == EEXIST else {
            throw StoreError.notWritable(path: path, code: errno)
        }
    }
    var facts = stat()
    guard stat(path, &facts) == 0 else { throw StoreError.notWritable(path: path, code: errno) }
    guard facts.st_mode & S_IFMT == S_IFDIR else { throw StoreError.notWritable(path: path, code: ENOTDIR) }
    for folder in new { syncFolder(ofFile: folder) }
}
