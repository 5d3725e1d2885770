import Crypto

/// A stick: a folder, usually a USB drive, that carries bundles and receipts for many devices both ways.
///
/// All of it lies in one folder, `YILU`, in folders by station, with names for people to look at. Nothing depends on a
/// name: what a file is, it says itself, so that files which were renamed, moved or copied are as good as ever.
///
/// A name only ever stands for a whole file that was read back from the medium. What is being written has a name with
/// its writer's mark in it, by which nobody else removes it.
package struct Stick {
    /// The folder of all.
    package static let top = MediumPath("YILU")
    package static let bundleSuffix = ".yilu"
    package static let receiptSuffix = ".receipt"
    package static let partSuffix = ".part"
    /// The largest file that FAT32 holds.
    package static let fileBytesMax: Int64 = (4 << 30) - 1
    /// The most entries of one folder that are looked at, and the most files in all.
    package static let entriesMax = 16_384
    package static let filesMax = 65_536

    package let medium: any Medium

    package init(_ medium: any Medium) {
        self.medium = medium
    }

    /// What was written.
    package struct Written: Hashable, Sendable {
        /// SHA-256 of the file, 32 bytes.
        package let digest: [UInt8]
        package let bytes: Int64

        package init(digest: [UInt8], bytes: Int64) {
            self.digest = digest
            self.bytes = bytes
        }
    }

    /// Writes a new file: beside, synced, read back from the medium and compared, and only then given its name.
    ///
    /// - Parameters:
    ///   - mark: of whoever writes, for the name beside.
    ///   - content: hands over the content, piece by piece. What it throws comes through.
    /// - Throws: ``MediumError``; then the stick is as it was, or has a part that ``StickSurvey`` finds by its mark.
    package func write(
        _ file: MediumPath, mark: String, content: (_ put: @escaping ([UInt8]) throws -> Void) throws -> Void
    ) throws -> Written {
        guard let name = file.name else { throw MediumError.notAFile }
        let part = file.folder.appending("\(name.text).\(mark)\(Stick.partSuffix)")
        let output = try created(part)
        let count = ByteCount()
        do {
            try content { bytes in
                guard count.bytes + Int64(bytes.count) <= Stick.fileBytesMax else { throw MediumError.full }
                try output.write(bytes)
                count.add(bytes)
            }
            try output.sync()
            try output.close()
            let written = Written(digest: count.digest, bytes: count.bytes)
            guard try self.read(part, fromMedium: true) == written else { throw MediumError.differs }
            try medium.rename(part, to: name)
            try medium.sync(folder: file.folder)
            return written
        } catch {
            // Should this fail too, the next visit finds it.
            try? medium.remove(part)
            throw error
        }
    }

    /// A part that an earlier visit left behind makes room for the new one.
    private func created(_ part: MediumPath) throws -> any MediumWriter {
        do { return try medium.create(part) } catch MediumError.exists {
            try medium.remove(part)
            return try medium.create(part)
        }
    }

    /// Reads a file through.
    ///
    /// - Parameter progress: told how many bytes each time.
    package func read(
        _ file: MediumPath, fromMedium: Bool, progress: (Int) -> Void = { _ in }
    ) throws -> Written {
        let input = try medium.open(file, fromMedium: fromMedium)
        let count = ByteCount()
        while case let bytes = try input.read(256 << 10), !bytes.isEmpty {
            count.add(bytes)
            progress(bytes.count)
        }
        return Written(digest: count.digest, bytes: count.bytes)
    }

    /// Removes files for good: one after another, and the folders synced at the end.
    package func remove(_ files: [MediumPath]) throws {
        for file in files { try medium.remove(file) }
        for folder in Set(files.map(\.folder)) { try medium.sync(folder: folder) }
    }
}

/// Counts and hashes what goes by.
private final class ByteCount {
    private var hash = SHA256()
    private(set) var bytes: Int64 = 0

    func add(_ piece: [UInt8]) {
        hash.update(data: piece)
        bytes += Int64(piece.count)
    }

    var digest: [UInt8] { Array(hash.finalize()) }
}
