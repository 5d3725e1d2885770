import Seeds
import Transports

/// A stick in memory on which each single thing can fail, and whose power can be lost after each: then what was not
/// synced is there, or gone, or there in part, as it happens on FAT, which keeps no journal.
final class MemoryMedium: Medium {
    /// What goes wrong, at which of the things that change the stick, from 0.
    enum Fault: Hashable {
        /// It fails, and nothing of it is done.
        case fails(at: Int, MediumError)
        /// It is done, and then the power is gone.
        case lastBeforePowerLoss(Int)
    }

    /// What is left of that which was not synced.
    enum Survival: CaseIterable {
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

    private final class Folder {
        var files: [MediumName: File] = [:]
        var synced: [MediumName: File] = [:]
    }

    private var folders: [MediumPath: Folder] = [MediumPath(): Folder()]
    /// Folders whose own name was not synced yet.
    private var newFolders: Set<MediumPath> = []
    private(set) var steps: [String] = []
    private var fault: Fault?
    private(set) var isGone = false
    private var reached = false
    var capacityBytes: Int64 = 64 << 20
    var isReadOnly = false
    /// Files that are not to be had, as on sectors that cannot be read.
    var unreadable: Set<MediumPath> = []

    /// Whether the fault came about.
    var wasStruck: Bool { reached }

    func heal() { fault = nil }

    func fail(_ fault: Fault) {
        self.fault = fault
        steps = []
        reached = false
    }

    /// Gives the stick its power back.
    func restart(_ survival: Survival, random: inout SeededRandom) {
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
    private func step(_ what: String, _ body: () throws(MediumError) -> Void) throws(MediumError) {
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

    private func folder(_ path: MediumPath) throws(MediumError) -> Folder {
        guard !isGone else { throw .gone }
        guard let folder = folders[path] else { throw .missing }
        return folder
    }

    private var usedBytes: Int64 {
        folders.values.flatMap(\.files.values).reduce(0) { $0 + Int64($1.content.count) }
    }

    // MARK: Medium

    func entries(of folder: MediumPath, max: Int) throws(MediumError) -> MediumListing {
        let files = try self.folder(folder).files.map {
            MediumEntry(name: $0.key, kind: .file, bytes: Int64($0.value.content.count))
        }
        let below = folders.keys.filter { !$0.names.isEmpty && $0.folder == folder }.compactMap(\.name).map {
            MediumEntry(name: $0, kind: .folder, bytes: 0)
        }
        let all = files + below
        return MediumListing(entries: Array(all.prefix(max)), isAll: all.count <= max)
    }

    func open(_ file: MediumPath, fromMedium: Bool) throws(MediumError) -> any MediumReader {
        guard let name = file.name, let found = try folder(file.folder).files[name] else { throw .missing }
        // What the medium holds is what was synced.
        return Reader(self, file, fromMedium ? found.synced : found.content)
    }

    func create(_ file: MediumPath) throws(MediumError) -> any MediumWriter {
        guard let name = file.name else { throw .notAFile }
        let folder = try folder(file.folder)
        guard folder.files[name] == nil else { throw .exists }
        let new = File()
        try step("create \(file.text)") { () throws(MediumError) in folder.files[name] = new }
        return Writer(self, new, file.text)
    }

    func rename(_ file: MediumPath, to name: MediumName) throws(MediumError) {
        guard let old = file.name else { throw .notAFile }
        let folder = try folder(file.folder)
        guard let renamed = folder.files[old] else { throw .missing }
        guard folder.files[name] == nil else { throw .exists }
        try step("rename \(file.text)") { () throws(MediumError) in
            folder.files[name] = renamed
            folder.files[old] = nil
        }
    }

    func remove(_ file: MediumPath) throws(MediumError) {
        guard let name = file.name else { throw .notAFile }
        let folder = try folder(file.folder)
        guard folder.files[name] != nil else { throw .missing }
        try step("remove \(file.text)") { () throws(MediumError) in folder.files[name] = nil }
    }

    func makeFolder(_ folder: MediumPath) throws(MediumError) {
        guard folders[folder] == nil else { return }
        _ = try self.folder(folder.folder)
        try step("make \(folder.text)") { () throws(MediumError) in
            folders[folder] = Folder()
            newFolders.insert(folder)
        }
    }

    func sync(folder path: MediumPath) throws(MediumError) {
        let folder = try folder(path)
        try step("sync \(path.text)") { () throws(MediumError) in
            folder.synced = folder.files
            newFolders = newFolders.filter { $0.folder != path }
        }
    }

    func flush() throws(MediumError) {
        try step("flush") { () throws(MediumError) in }
    }

    func space() throws(MediumError) -> MediumSpace {
        guard !isGone else { throw .gone }
        return MediumSpace(
            freeBytes: max(0, capacityBytes - usedBytes), totalBytes: capacityBytes, blockBytes: 512)
    }

    private final class Reader: MediumReader {
        let medium: MemoryMedium
        let path: MediumPath
        var rest: ArraySlice<UInt8>

        init(_ medium: MemoryMedium, _ path: MediumPath, _ content: [UInt8]) {
            self.medium = medium
            self.path = path
            rest = content[...]
        }

        func read(_ bytesMax: Int) throws(MediumError) -> [UInt8] {
            guard !medium.isGone else { throw .gone }
            guard !medium.unreadable.contains(path) else { throw .failed(code: 5) }
            defer { rest = rest.dropFirst(bytesMax) }
            return Array(rest.prefix(bytesMax))
        }
    }

    private final class Writer: MediumWriter {
        let medium: MemoryMedium
        let file: File
        let path: String

        init(_ medium: MemoryMedium, _ file: File, _ path: String) {
            self.medium = medium
            self.file = file
            self.path = path
        }

        func write(_ bytes: [UInt8]) throws(MediumError) {
            guard medium.usedBytes + Int64(bytes.count) <= medium.capacityBytes else { throw .full }
            try medium.step("write \(path)") { () throws(MediumError) in file.content += bytes }
        }

        func sync() throws(MediumError) {
            try medium.step("fsync \(path)") { () throws(MediumError) in file.synced = file.content }
        }

        func close() throws(MediumError) {
            try medium.step("close \(path)") { () throws(MediumError) in }
        }
    }
}

extension MemoryMedium {
    /// All files with their content, by path.
    var files: [String: [UInt8]] {
        folders.reduce(into: [:]) { all, folder in
            for (name, file) in folder.value.files { all[folder.key.appending(name).text] = file.content }
        }
    }

    func put(_ content: [UInt8], at path: MediumPath) {
        guard let name = path.name else { return }
        if folders[path.folder] == nil { folders[path.folder] = Folder() }
        let file = File(content)
        folders[path.folder]?.files[name] = file
        folders[path.folder]?.synced[name] = file
    }

    func path(_ text: String) -> MediumPath {
        MediumPath(text.split(separator: "/").map { MediumName(String($0)) })
    }
}
