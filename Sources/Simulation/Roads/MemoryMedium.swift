package import Seeds
package import Sticks

/// A stick in memory on which each single thing can fail, and whose power can be lost after each: then what was not
/// synced is there, or gone, or there in part, as it happens on FAT, which keeps no journal.
package final class MemoryMedium {
    /// What goes wrong, at which of the things that change the stick, from 0.
    package enum Fault: Hashable {
        /// It fails, and nothing of it is done.
        case fails(at: Int, MediumError)
        /// It is done, and then the power is gone.
        case lastBeforePowerLoss(Int)
    }

    /// What is left of that which was not synced.
    package enum Survival: CaseIterable, Sendable {
        case nothing
        case everything
        /// Names and no content: files that were never filled.
        case namesAlone
        /// Each by chance: a file that was renamed may have both names, or none.
        case chance
    }

    final class File {
        var content: [UInt8] = []
        var synced: [UInt8] = []

        init(_ content: [UInt8] = []) {
            self.content = content
            synced = content
        }
    }

    final class Folder {
        var files: [MediumName: File] = [:]
        var synced: [MediumName: File] = [:]
    }

    var folders: [MediumPath: Folder] = [MediumPath(): Folder()]
    /// Folders whose own name was not synced yet.
    var newFolders: Set<MediumPath> = []
    package private(set) var steps: [String] = []
    private var fault: Fault?
    package private(set) var isGone = false
    private var reached = false
    package var capacityBytes: Int64 = 64 << 20
    package var isReadOnly = false
    /// Files that are not to be had, as on sectors that cannot be read.
    package var unreadable: Set<MediumPath> = []

    /// A stick with these files on it, by path.
    package init(_ files: [String: [UInt8]] = [:]) {
        for (file, content) in files { put(content, at: path(file)) }
    }

    /// Whether the fault came about.
    package var wasStruck: Bool { reached }

    package func heal() { fault = nil }

    package func fail(_ fault: Fault) {
        self.fault = fault
        steps = []
        reached = false
    }

    /// Gives the stick its power back.
    package func restart(_ survival: Survival, random: inout SeededRandom) {
        isGone = false
        fault = nil
        for (path, folder) in folders.sorted(by: { $0.key.text < $1.key.text }) {
            for name in Set(folder.files.keys).union(folder.synced.keys).sorted(by: { $0.text < $1.text }) {
                let (now, before) = (folder.files[name], folder.synced[name])
                let kept =
                    switch survival {
                    case .nothing: before
                    case .everything, .namesAlone: now
                    case .chance: now === before || random.oneIn(2) ? now : before
                    }
                folder.files[name] = kept
            }
            for file in folder.files.values where survival != .everything {
                if survival != .chance || random.oneIn(2) { file.content = file.synced }
            }
            if newFolders.contains(path), survival == .nothing { folders[path] = nil }
            folder.synced = folder.files
            for file in folder.files.values { file.synced = file.content }
        }
        newFolders = []
    }

    /// What a step meets: throws, or lets it be done and the power go.
    func step(_ what: String, _ body: () throws(MediumError) -> Void) throws(MediumError) {
        guard !isGone else { throw .gone }
        guard !isReadOnly else { throw .readOnly }
        steps.append(what)
        switch fault {
        case .fails(let at, let error) where at == steps.count - 1:
            reached = true
            throw error
        case .lastBeforePowerLoss(let at) where at == steps.count - 1:
            reached = true
            defer { isGone = true }
            try body()
        default: try body()
        }
    }

    func folder(_ path: MediumPath) throws(MediumError) -> Folder {
        guard !isGone else { throw .gone }
        guard let folder = folders[path] else { throw .missing }
        return folder
    }

    var usedBytes: Int64 {
        folders.values.flatMap(\.files.values).reduce(0) { $0 + Int64($1.content.count) }
    }
}

extension MemoryMedium {
    /// All files with their content, by path.
    package var files: [String: [UInt8]] {
        folders.reduce(into: [:]) { all, folder in
            for (name, file) in folder.value.files { all[folder.key.appending(name).text] = file.content }
        }
    }

    /// Puts a file there, in folders that are made where there are none.
    package func put(_ content: [UInt8], at path: MediumPath) {
        guard let name = path.name else { return }
        var above = path.folder
        while folders[above] == nil {
            folders[above] = Folder()
            above = above.folder
        }
        let file = File(content)
        folders[path.folder]?.files[name] = file
        folders[path.folder]?.synced[name] = file
    }

    package func path(_ text: String) -> MediumPath {
        MediumPath(text.split(separator: "/").map { MediumName(String($0)) })
    }
}
