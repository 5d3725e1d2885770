import Foundation
import GRDB

extension Store {
    /// Where a device is made, in the device's own folder, before there is one.
    private static let makingName = "yilu.making"

    /// Makes the store of a device: out of sight, so that it has its name only once it is whole and on the disk.
    ///
    /// Whoever is interrupted at any moment, and be it by a power cut, finds no device there, and may begin anew.
    ///
    /// - Parameter make: makes and fills a store in the folder that it is given.
    /// - Throws: ``StoreError/exists(path:)``, ``StoreError/remains(path:)``, ``StoreError/busy(holder:)``; what `make`
    ///   throws, and then there is nothing.
    package static func make(home: String, _ make: (_ folder: String) throws -> Store) throws {
        try makeFolder(home, permissions: 0o700)
        let path = home + "/" + fileName
        try WriterTurns(path: home + "/" + lockName).take(waitMaxMilliseconds: waitMaxMilliseconds) {
            guard !FileManager.default.fileExists(atPath: path) else { throw StoreError.exists(path: path) }
            // SQLite would write what was saved to the store before into the new one, and it is that store's alone.
            for name in companionNames where FileManager.default.fileExists(atPath: home + "/" + name) {
                throw StoreError.remains(path: home + "/" + name)
            }
            let folder = home + "/" + makingName
            // What somebody left who was interrupted.
            try? FileManager.default.removeItem(atPath: folder)
            do {
                try makeFolder(folder, permissions: 0o700)
                try make(folder).close()
                guard rename(folder + "/" + fileName, path) == 0 else {
                    throw StoreError.notWritable(path: path, code: errno)
                }
            } catch {
                try? FileManager.default.removeItem(atPath: folder)
                unlink(home + "/" + lockName)
                rmdir(home)
                throw error
            }
            syncFolder(ofFile: path)
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    /// Whether there is one in the folder.
    package static func exists(home: String) -> Bool {
        FileManager.default.fileExists(atPath: home + "/" + fileName)
    }

    /// Closes the store with all of it in its one file.
    private func close() throws {
        try Store.translatingErrors(path: pool.path) {
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try pool.close()
        }
    }
}
