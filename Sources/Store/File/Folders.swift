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
/// - Parameter permissions: of those that it makes; nil for what is usual here.
/// - Throws: ``StoreError/notWritable(path:reason:)``.
package func makeFolder(_ path: String, permissions: Int? = nil) throws(StoreError) {
    var new: [String] = []
    var folder = path[...]
    while !folder.isEmpty, !FileManager.default.fileExists(atPath: String(folder)) {
        new.append(String(folder))
        folder = folder.lastIndex(of: "/").map { folder[..<$0] } ?? ""
    }
    do {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: permissions.map { [.posixPermissions: $0] })
    } catch {
        throw StoreError.notWritable(path: path, reason: String(cString: strerror(errno)))
    }
    for folder in new { syncFolder(ofFile: folder) }
}
