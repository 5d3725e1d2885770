import Foundation
import GRDBSQLite
import Synchronization

/// SQLite's way to the files, with the mounted volumes in between.
///
/// It is a VFS (https://www.sqlite.org/vfs.html) over SQLite's own, made the default one when the first volume is
/// mounted. Files outside every volume go to SQLite's own VFS and never come back here.
enum DiskShim {
    private static let volumes = Mutex<[Volume]>([])

    static func mount(_ volume: Volume) {
        _ = registered
        volumes.withLock { $0.append(volume) }
    }

    static func unmount(_ volume: Volume) {
        volumes.withLock { $0.removeAll { $0 === volume } }
    }

    static func volume(of path: String) -> Volume? {
        volumes.withLock { $0.first { $0.contains(path) } }
    }

    /// SQLite's own VFS.
    nonisolated(unsafe) static let base: UnsafeMutablePointer<sqlite3_vfs> = {
        // Found before ours is registered, never changed after, and safe to use from any thread (SQLite's promise).
        guard let found = sqlite3_vfs_find(nil) else { preconditionFailure("SQLite has a VFS of its own") }
        return found
    }()

    private static let registered: Void = {
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.pointee = base.pointee
        vfs.pointee.pNext = nil
        vfs.pointee.zName = UnsafePointer(strdup("yilu-simulated"))
        vfs.pointee.szOsFile = max(base.pointee.szOsFile, Int32(MemoryLayout<ShimFile>.size))
        vfs.pointee.xOpen = { _, name, file, flags, outFlags in
            guard let file else { return SQLITE_MISUSE }
            return DiskShim.open(name, file, flags, outFlags)
        }
        vfs.pointee.xDelete = { _, name, syncsFolder in
            if let name, let volume = DiskShim.volume(of: String(cString: name)), volume.isDead {
                return SQLITE_IOERR
            }
            return DiskShim.base.pointee.xDelete(DiskShim.base, name, syncsFolder)
        }
        sqlite3_vfs_register(vfs, 1)
    }()

    private static func open(
        _ name: sqlite3_filename?, _ file: UnsafeMutablePointer<sqlite3_file>, _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let name, let volume = volume(of: String(cString: name)) else {
            return base.pointee.xOpen(base, name, file, flags, outFlags)
        }
        file.pointee.pMethods = nil
        guard !volume.isDead else { return SQLITE_CANTOPEN }
        let inner = UnsafeMutableRawPointer.allocate(byteCount: Int(base.pointee.szOsFile), alignment: 16)
        inner.initializeMemory(as: UInt8.self, repeating: 0, count: Int(base.pointee.szOsFile))
        let real = inner.assumingMemoryBound(to: sqlite3_file.self)
        let result = base.pointee.xOpen(base, name, real, flags, outFlags)
        guard result == SQLITE_OK else {
            inner.deallocate()
            return result
        }
        let state = ShimState(volume: volume, path: String(cString: name), real: real)
        UnsafeMutableRawPointer(file).assumingMemoryBound(to: ShimFile.self).pointee = ShimFile(
            methods: ShimMethods.table, state: Unmanaged.passRetained(state).toOpaque())
        return SQLITE_OK
    }
}

/// What stands in the memory that SQLite gives for an open file: first what SQLite calls, then what is ours.
struct ShimFile {
    var methods: UnsafePointer<sqlite3_io_methods>
    var state: UnsafeMutableRawPointer
}

/// An open file of a volume. SQLite calls it from one thread at a time.
final class ShimState {
    let volume: Volume
    let path: String
    /// The file as SQLite's own VFS has it.
    let real: UnsafeMutablePointer<sqlite3_file>

    init(volume: Volume, path: String, real: UnsafeMutablePointer<sqlite3_file>) {
        self.volume = volume
        self.path = path
        self.real = real
    }

    deinit {
        UnsafeMutableRawPointer(real).deallocate()
    }

    var methods: sqlite3_io_methods { real.pointee.pMethods.pointee }

    static func of(_ file: UnsafeMutablePointer<sqlite3_file>?) -> ShimState {
        guard let file else { preconditionFailure("SQLite names the file it means") }
        let shim = UnsafeMutableRawPointer(file).assumingMemoryBound(to: ShimFile.self)
        return Unmanaged<ShimState>.fromOpaque(shim.pointee.state).takeUnretainedValue()
    }

    static func release(_ file: UnsafeMutablePointer<sqlite3_file>?) {
        guard let file else { return }
        let shim = UnsafeMutableRawPointer(file).assumingMemoryBound(to: ShimFile.self)
        Unmanaged<ShimState>.fromOpaque(shim.pointee.state).release()
    }

    var size: Int64 {
        var size: Int64 = 0
        return methods.xFileSize(real, &size) == SQLITE_OK ? size : 0
    }

    func write(_ bytes: UnsafeRawPointer?, _ count: Int32, at offset: Int64) -> Int32 {
        let sizeBefore = size
        let verdict = volume.willWrite(Int(count), makesLonger: offset + Int64(count) > sizeBefore)
        switch verdict {
        case .dead: return SQLITE_IOERR
        case .full: return SQLITE_FULL
        case .goesOn:
            note(count, at: offset, sizeBefore: sizeBefore)
            return methods.xWrite(real, bytes, count, offset)
        case .dies(let done):
            let part = Int32(min(done, Int(count)))
            note(part, at: offset, sizeBefore: sizeBefore)
            if part > 0 { _ = methods.xWrite(real, bytes, part, offset) }
            return SQLITE_IOERR
        }
    }

    /// Remembers what a write is about to replace.
    private func note(_ count: Int32, at offset: Int64, sizeBefore: Int64) {
        let known = max(0, min(Int64(count), sizeBefore - offset))
        var before = [UInt8](repeating: 0, count: Int(known))
        if known > 0 { _ = methods.xRead(real, &before, Int32(known), offset) }
        volume.wrote(path, at: offset, before: before, sizeBefore: sizeBefore, count: Int(count))
    }

    func truncate(to size: Int64) -> Int32 {
        let sizeBefore = self.size
        if case .goesOn = volume.willWrite(0, makesLonger: false) {
            if size < sizeBefore { note(Int32(clamping: sizeBefore - size), at: size, sizeBefore: sizeBefore) }
            return methods.xTruncate(real, size)
        }
        return SQLITE_IOERR
    }

    func sync(_ flags: Int32) -> Int32 {
        guard !volume.isDead else { return SQLITE_IOERR }
        // The real file need not reach a real disk: what was synced is told by the volume alone.
        return volume.synced(path) ? SQLITE_OK : SQLITE_IOERR
    }
}
