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
