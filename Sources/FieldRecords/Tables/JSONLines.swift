/// A file of JSON Lines: one object a line, UTF-8.
package struct JSONLines {
    /// One line that is not empty.
    package struct Line: Hashable, Sendable {
        /// The members, empty where ``fault`` is set.
        package let object: JSONValue
        /// Counted from 1, empty lines included.
        package let line: Int
        /// Set where the line is no JSON object; the next line can be read all the same.
        package let fault: TableFault?
    }

    private let source: ByteSource
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    private var line = 0

    package init(_ source: @escaping ByteSource) { self.source = source }

    /// A file that is in memory already.
    package init(bytes: [UInt8]) {
        var rest: [UInt8]? = bytes
        self.init {
            defer { rest = nil }
            return rest
        }
    }

    /// The next line that is not empty; nil at the end.
    ///
    /// - Throws: ``FieldRecordsError/badTable(_:)`` for a line beyond ``TableLimits/rowBytesMax``; what the source
    ///   throws.
    package mutating func next() throws -> Line? {
        while let range = try nextLine() {
            line += 1
            var content = buffer[range]
            if line == 1, content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
            if content.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            return read(content)
        }
        return nil
    }

    private func read(_ content: ArraySlice<UInt8>) -> Line {
        do throws(FieldRecordsError) {
            let object = try JSONValue(parsing: content, limits: JSONLimits(bytesMax: TableLimits.rowBytesMax))
            if object.members != nil { return Line(object: object, line: line, fault: nil) }
            return faulty(.notAnObject)
        } catch {
            guard case .badJSON(let fault) = error else { return faulty(.notAnObject) }
            return faulty(.json(fault))
        }
    }

    private func faulty(_ problem: TableFault.Problem) -> Line {
        Line(object: .object([]), line: line, fault: TableFault(problem, row: line, line: line))
    }

    /// Where in the buffer the next line lies, without its line feed.
    private mutating func nextLine() throws -> Range<Int>? {
        var scanned = position
        while true {
            if let end = buffer.withUnsafeBufferPointer({ ByteScan.firstIndex(of: 0x0A, in: $0, from: scanned) }) {
                defer { position = end + 1 }
                return position..<end
            }
            if buffer.count - position > TableLimits.rowBytesMax {
                let problem = TableFault.Problem.tooLong(limit: "rowBytesMax", max: TableLimits.rowBytesMax)
                throw FieldRecordsError.badTable(TableFault(problem, row: line + 1, line: line + 1))
            }
            if isAtEnd {
                defer { position = buffer.count }
                return position < buffer.count ? position..<buffer.count : nil
            }
            buffer.removeFirst(position)
            position = 0
            scanned = buffer.count
            if let piece = try source() { buffer += piece } else { isAtEnd = true }
        }
    }
}
