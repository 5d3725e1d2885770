package import Sticks

extension MemoryMedium: Medium {
    package func entries(of folder: MediumPath, max: Int) throws(MediumError) -> MediumListing {
        let files = try self.folder(folder).files.map {
            MediumEntry(name: $0.key, kind: .file, bytes: Int64($0.value.content.count))
        }
        let below = folders.keys.filter { !$0.names.isEmpty && $0.folder == folder }.compactMap(\.name).map {
            MediumEntry(name: $0, kind: .folder, bytes: 0)
        }
        let all = files + below
        return MediumListing(entries: Array(all.prefix(max)), isAll: all.count <= max)
    }

    package func open(_ file: MediumPath, fromMedium: Bool) throws(MediumError) -> any MediumReader {
        guard let name = file.name, let found = try folder(file.folder).files[name] else { throw .missing }
        // What the medium holds is what was synced.
        return MemoryReader(self, file, fromMedium ? found.synced : found.content)
    }

    package func create(_ file: MediumPath) throws(MediumError) -> any MediumWriter {
        guard let name = file.name else { throw .notAFile }
        let folder = try folder(file.folder)
        guard folder.files[name] == nil else { throw .exists }
        let new = File()
        try step("create \(file.text)") { () throws(MediumError) in folder.files[name] = new }
        return MemoryWriter(self, new, file.text)
    }

    package func rename(_ file: MediumPath, to name: MediumName) throws(MediumError) {
        guard let old = file.name else { throw .notAFile }
        let folder = try folder(file.folder)
        guard let renamed = folder.files[old] else { throw .missing }
        guard folder.files[name] == nil else { throw .exists }
        try step("rename \(file.text)") { () throws(MediumError) in
            folder.files[name] = renamed
            folder.files[old] = nil
        }
    }

    package func remove(_ file: MediumPath) throws(MediumError) {
        guard let name = file.name else { throw .notAFile }
        let folder = try folder(file.folder)
        guard folder.files[name] != nil else { throw .missing }
        try step("remove \(file.text)") { () throws(MediumError) in folder.files[name] = nil }
    }

    package func makeFolder(_ folder: MediumPath) throws(MediumError) {
        guard folders[folder] == nil else { return }
        _ = try self.folder(folder.folder)
        try step("make \(folder.text)") { () throws(MediumError) in
            folders[folder] = Folder()
            newFolders.insert(folder)
        }
    }

    package func sync(folder path: MediumPath) throws(MediumError) {
        let folder = try folder(path)
        try step("sync \(path.text)") { () throws(MediumError) in
            folder.synced = folder.files
            newFolders = newFolders.filter { $0.folder != path }
        }
    }

    package func flush() throws(MediumError) {
        try step("flush") { () throws(MediumError) in }
    }

    package func requireWritable(_ folder: MediumPath) throws(MediumError) {
        _ = try self.folder(folder)
        guard !isReadOnly else { throw .readOnly }
    }

    package func space() throws(MediumError) -> MediumSpace {
        guard !isGone else { throw .gone }
        return MediumSpace(
            freeBytes: max(0, capacityBytes - usedBytes), totalBytes: capacityBytes, blockBytes: 512)
    }
}

private final class MemoryReader: MediumReader {
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

private final class MemoryWriter: MediumWriter {
    let medium: MemoryMedium
    let file: MemoryMedium.File
    let path: String

    init(_ medium: MemoryMedium, _ file: MemoryMedium.File, _ path: String) {
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
