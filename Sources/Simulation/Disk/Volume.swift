import Foundation
import Seeds
import Synchronization

/// A folder on a disk that fails as disks do: full, dead in the middle of a write, or without power before a sync.
///
/// It stands between SQLite and the real files: see ``DiskShim``. Everything written and not yet synced is remembered
/// as it was before, so that a loss of power can take it back, in whole or in part.
///
/// Source of the failures: Pillai, Chidambaram, Alagappan, Al-Kiswany, Arpaci-Dusseau, Arpaci-Dusseau, "All File Systems
/// Are Not Created Equal", OSDI 2014.
package final class Volume: Sendable {
    /// What fails, and when.
    package enum Fault: Hashable, Sendable {
        /// The machine dies at the write that many writes from now, 0 for the next; a part of that write may be done.
        case dies(afterWrites: Int)
        /// The machine dies just after that many syncs from now, 0 for the next: it is done, and nobody hears of it.
        case diesAfterSync(Int)
        /// Every write that makes a file longer fails: the disk is full.
        case full
    }

    private struct State {
        var fault: Fault?
        var isDead = false
        var writes = 0
        var unsynced: [Unsynced] = []
        var random: SeededRandom
    }

    /// A write that no sync has followed.
    private struct Unsynced {
        let path: String
        let offset: Int64
        /// What stood there, as far as the file reached.
        let before: [UInt8]
        let sizeBefore: Int64
        let count: Int
    }

    /// What becomes of a write.
    enum Verdict {
        case goesOn
        /// Only so many of its bytes reach the disk, and the machine is dead.
        case dies(bytesWritten: Int)
        case full
        case dead
    }

    /// The folder, without a slash at its end.
    package let folder: String
    private let state: Mutex<State>

    package init(folder: String, seed: UInt64) {
        self.folder = folder
        state = Mutex(State(random: SeededRandom(seed)))
        DiskShim.mount(self)
    }

    /// Takes the volume off; its files stay.
    package func unmount() {
        DiskShim.unmount(self)
    }

    /// Lets something fail from now on; nil for nothing.
    package func fail(_ fault: Fault?) {
        state.withLock { $0.fault = fault }
    }

    /// Whether the machine died: nothing reads or writes until ``restart(losingPower:)``.
    package var isDead: Bool { state.withLock { $0.isDead } }

    /// Whether something fails, or will.
    package var hasFault: Bool { state.withLock { $0.fault != nil } }

    /// Writes since the volume was made, to find out how many something takes.
    package var writes: Int { state.withLock { $0.writes } }

    /// Starts the machine again, once all that had files open is gone.
    ///
    /// - Parameter losingPower: whether what was not synced may be lost, each write or each 512 bytes of it by chance;
    ///   otherwise a process was killed and the kernel has all it was given.
    package func restart(losingPower: Bool) throws {
        let lost: [Unsynced] = state.withLock { state in
            defer {
                state.unsynced = []
                state.isDead = false
                state.fault = nil
            }
            return losingPower ? state.unsynced.reversed() : []
        }
        for write in lost { try takeBack(write) }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix("-shm") {
            unlink(folder + "/" + name)
        }
    }

    private func takeBack(_ write: Unsynced) throws {
        guard let file = FileHandle(forUpdatingAtPath: write.path) else { return }
        defer { try? file.close() }
        let loss = state.withLock { ($0.random.below(3), $0.random.bytes(1 + write.count / 512)) }
        // All of it, by sectors, or none of it.
        for sector in 0...(max(write.count, 1) - 1) / 512 where loss.0 == 0 || (loss.0 == 1 && loss.1[sector] & 1 == 0)
        {
            let piece = Array(write.before.dropFirst(sector * 512).prefix(512))
            guard !piece.isEmpty else { continue }
            try file.seek(toOffset: UInt64(write.offset) + UInt64(sector * 512))
            try file.write(contentsOf: piece)
        }
        if loss.0 == 0, try file.seekToEnd() > UInt64(write.sizeBefore) {
            try file.truncate(atOffset: UInt64(write.sizeBefore))
        }
    }
}

// What the shim asks and tells.
extension Volume {
    func contains(_ path: String) -> Bool { path.hasPrefix(folder + "/") }

    func willWrite(_ count: Int, makesLonger: Bool) -> Verdict {
        state.withLock { state in
            guard !state.isDead else { return .dead }
            state.writes += 1
            switch state.fault {
            case .dies(0):
                state.isDead = true
                return .dies(bytesWritten: state.random.below(count / 512 + 1) * 512)
            case .dies(let left): state.fault = .dies(afterWrites: left - 1)
            case .full where makesLonger: return .full
            default: break
            }
            return .goesOn
        }
    }

    func wrote(_ path: String, at offset: Int64, before: [UInt8], sizeBefore: Int64, count: Int) {
        state.withLock {
            $0.unsynced.append(
                Unsynced(path: path, offset: offset, before: before, sizeBefore: sizeBefore, count: count))
        }
    }

    /// - Returns: false where the machine is dead once the sync is done.
    func synced(_ path: String) -> Bool {
        state.withLock { state in
            state.unsynced.removeAll { $0.path == path }
            switch state.fault {
            case .diesAfterSync(0):
                state.isDead = true
                return false
            case .diesAfterSync(let left):
                state.fault = .diesAfterSync(left - 1)
                return true
            default: return true
            }
        }
    }
}
