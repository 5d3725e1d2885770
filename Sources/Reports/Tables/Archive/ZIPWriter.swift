/// A ZIP archive written from front to end, of any number of files one after another.
///
/// Sizes and checksums follow each file's content (a data descriptor), so that nothing need be known or held before; names
/// are UTF-8. Source: PKWARE, APPNOTE.TXT 6.3.10, without its ZIP64 part: 4 GiB and 65,535 files are the limit.
final class ZIPWriter {
    private struct Entry {
        let name: [UInt8]
        let offset: UInt64
        let crc: UInt32
        let packed: UInt64
        let size: UInt64
    }

    private static let bytesMax = UInt64(UInt32.max)
    private static let entriesMax = Int(UInt16.max)
    /// Bit 3, sizes follow; bit 11, the name is UTF-8.
    private static let flags: UInt16 = 1 << 3 | 1 << 11
    private static let versionNeeded: UInt16 = 20
    private static let deflated: UInt16 = 8
    /// 1 January 1980: the same content is the same archive, whenever it is written.
    private static let date: UInt16 = 1 << 5 | 1

    private let sink: ByteSink
    private var entries: [Entry] = []
    private var offset: UInt64 = 0
    /// The file being written: its name, where it begins, its content so far.
    private var open: (name: [UInt8], start: UInt64, stream: DeflateStream)?

    init(sink: @escaping ByteSink) {
        self.sink = sink
    }

    /// Begins a file.
    ///
    /// - Parameter level: 0 to 9, as zlib counts; 6 is its usual compromise.
    /// - Precondition: the file before it is closed.
    func begin(_ name: String, level: Int32 = 6) throws {
        precondition(open == nil, "one file at a time")
        guard entries.count < ZIPWriter.entriesMax else { throw ReportsError.archiveTooLarge }
        let name = Array(name.utf8)
        let start = offset
        var header = Bytes()
        header.append(0x0403_4B50, 4)
        header.append(ZIPWriter.versionNeeded, ZIPWriter.flags, ZIPWriter.deflated, 0, ZIPWriter.date)
        for _ in 0..<3 { header.append(0, 4) }
        header.append(UInt16(name.count), 0)
        try write(header.content + name)
        open = (name, start, try DeflateStream(level: level))
    }

    /// - Precondition: a file was begun.
    func add(_ bytes: [UInt8]) throws {
        guard let open else { preconditionFailure("a file was begun") }
        try open.stream.add(bytes, to: write)
    }

    /// Ends the file.
    func end() throws {
        guard let open else { preconditionFailure("a file was begun") }
        try open.stream.finish(to: write)
        let entry = Entry(
            name: open.name, offset: open.start, crc: UInt32(truncatingIfNeeded: open.stream.crc),
            packed: open.stream.bytesOut, size: open.stream.bytesIn)
        guard entry.size <= ZIPWriter.bytesMax else { throw ReportsError.archiveTooLarge }
        var descriptor = Bytes()
        descriptor.append(0x0807_4B50, 4)
        descriptor.append(sizesOf: entry)
        try write(descriptor.content)
        entries.append(entry)
        self.open = nil
    }

    /// Writes the directory; the archive is whole only then.
    func finish() throws {
        let start = offset
        for entry in entries {
            var record = Bytes()
            record.append(0x0201_4B50, 4)
            record.append(ZIPWriter.versionNeeded, ZIPWriter.versionNeeded, ZIPWriter.flags, ZIPWriter.deflated)
            record.append(0, ZIPWriter.date)
            record.append(sizesOf: entry)
            record.append(UInt16(entry.name.count), 0, 0, 0, 0)
            record.append(0, 4)
            record.append(entry.offset, 4)
            try write(record.content + entry.name)
        }
        var end = Bytes()
        end.append(0x0605_4B50, 4)
        end.append(0, 0, UInt16(entries.count), UInt16(entries.count))
        end.append(offset - start, 4)
        end.append(start, 4)
        end.append(0, 2)
        try write(end.content)
    }

    private func write(_ bytes: [UInt8]) throws {
        try sink(bytes)
        offset += UInt64(bytes.count)
        guard offset <= ZIPWriter.bytesMax else { throw ReportsError.archiveTooLarge }
    }

    /// Numbers, the least significant byte first.
    private struct Bytes {
        var content: [UInt8] = []

        mutating func append(_ number: UInt64, _ count: Int) {
            for index in 0..<count { content.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(index)))) }
        }

        mutating func append(_ numbers: UInt16...) {
            for number in numbers { append(UInt64(number), 2) }
        }

        mutating func append(sizesOf entry: Entry) {
            append(UInt64(entry.crc), 4)
            append(entry.packed, 4)
            append(entry.size, 4)
        }
    }
}
