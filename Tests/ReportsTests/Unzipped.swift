import CZlib

/// The files of a ZIP archive, read by its directory and by another inflater's rules than the writer's: what a
/// spreadsheet program does.
struct Unzipped {
    private(set) var files: [(name: String, content: [UInt8])] = []

    /// Nil where the archive is not whole, or a size or a checksum is wrong.
    init?(_ bytes: [UInt8]) {
        func number(_ offset: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        guard bytes.count >= 22, number(bytes.count - 22, 4) == 0x0605_4B50 else { return nil }
        var entry = number(bytes.count - 6, 4)
        for _ in 0..<number(bytes.count - 12, 2) {
            guard number(entry, 4) == 0x0201_4B50 else { return nil }
            let (crc, packed, size) = (number(entry + 16, 4), number(entry + 20, 4), number(entry + 24, 4))
            let nameLength = number(entry + 28, 2)
            let name = String(decoding: bytes[entry + 46..<entry + 46 + nameLength], as: UTF8.self)
            let local = number(entry + 42, 4)
            guard number(local, 4) == 0x0403_4B50 else { return nil }
            let start = local + 30 + number(local + 26, 2) + number(local + 28, 2)
            guard let content = Unzipped.inflated(Array(bytes[start..<start + packed]), size: size),
                Int(crc32(0, content, UInt32(content.count))) == crc
            else { return nil }
            files.append((name, content))
            entry += 46 + nameLength + number(entry + 30, 2) + number(entry + 32, 2)
        }
    }

    func text(_ name: String) -> String? {
        files.first { $0.name == name }.map { String(decoding: $0.content, as: UTF8.self) }
    }

    private static func inflated(_ bytes: [UInt8], size: Int) -> [UInt8]? {
        var stream = z_stream()
        guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: size + 1)
        let code = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        guard code == Z_STREAM_END, Int(stream.total_out) == size, stream.avail_in == 0 else { return nil }
        return Array(output.prefix(size))
    }
}
