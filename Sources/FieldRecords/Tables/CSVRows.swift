/// The rows of a CSV file (RFC 4180), read one by one: a file of a million rows needs the memory of one row.
///
/// More lenient than the RFC where real files are: LF and CR end a row as CRLF does, an encoding is found out (see
/// ``TextDecoder``), and empty lines are passed over.
package struct CSVRows {
    /// One row as it stands in the file.
    package struct Row: Hashable, Sendable {
        package let cells: [String]
        /// Counted from 1 as a spreadsheet does, empty lines included.
        package let row: Int
        /// The line of the file at which the row begins, counted from 1.
        package let line: Int
    }

    private enum State {
        case cellStart
        case unquoted
        case quoted
        case quoteInQuoted
    }

    private let source: ByteSource
    private var decoder = TextDecoder()
    private var text: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    private var row = 0
    private var line = 1
    private var afterCarriageReturn = false

    package init(_ source: @escaping ByteSource) { self.source = source }

    /// The rows of a file that is in memory already.
    package init(bytes: [UInt8]) {
        var rest: [UInt8]? = bytes
        self.init {
            defer { rest = nil }
            return rest
        }
    }

    /// The next row that is not empty; nil at the end.
    ///
    /// - Throws: ``FieldRecordsError/badTable(_:)``, after which there is no more to read; what the source throws.
    package mutating func next() throws -> Row? {
        while let found = try readRow() {
            if found.cells != [""] { return found }
        }
        return nil
    }

    private mutating func readRow() throws -> Row? {
        var cells: [String] = []
        var cell: [UInt8] = []
        var state = State.cellStart
        var rowBytes = 0
        row += 1
        var firstLine = line
        while true {
            if state == .unquoted || state == .quoted, !afterCarriageReturn {
                rowBytes += takePlainBytes(into: &cell, countMax: TableLimits.rowBytesMax - rowBytes)
            }
            guard let byte = try nextByte() else { break }
            if afterCarriageReturn {
                afterCarriageReturn = false
                if byte == 0x0A {
                    if state == .quoted { cell.append(byte) }
                    continue
                }
            }
            if rowBytes == 0 { firstLine = line }
            rowBytes += 1
            if rowBytes > TableLimits.rowBytesMax {
                throw fault(.tooLong(limit: "rowBytesMax", max: TableLimits.rowBytesMax), line: firstLine)
            }
            let isLineBreak = byte == 0x0A || byte == 0x0D
            if isLineBreak {
                line += 1
                afterCarriageReturn = byte == 0x0D
            }
            switch (state, byte) {
            case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
            case (.quoted, _): cell.append(byte)
            case (.quoteInQuoted, UInt8(ascii: "\"")):
                cell.append(byte)
                state = .quoted
            case (.cellStart, UInt8(ascii: "\"")): state = .quoted
            case (_, UInt8(ascii: ",")):
                cells.append(String(decoding: cell, as: UTF8.self))
                cell.removeAll(keepingCapacity: true)
                state = .cellStart
                if cells.count >= TableLimits.columnsMax {
                    throw fault(.tooLong(limit: "columnsMax", max: TableLimits.columnsMax), line: firstLine)
                }
            case (_, _) where isLineBreak:
                cells.append(String(decoding: cell, as: UTF8.self))
                return Row(cells: cells, row: row, line: firstLine)
            case (.quoteInQuoted, _):
                // Spaces after a closing quote are what people leave there by hand.
                if byte != 0x20 { throw fault(.textAfterQuote, line: firstLine) }
            default:
                cell.append(byte)
                state = .unquoted
            }
        }
        if state == .quoted { throw fault(.unclosedQuote, line: firstLine) }
        if rowBytes == 0 { return nil }
        cells.append(String(decoding: cell, as: UTF8.self))
        return Row(cells: cells, row: row, line: firstLine)
    }

    /// Takes over what has no meaning but its own, in one go.
    private mutating func takePlainBytes(into cell: inout [UInt8], countMax: Int) -> Int {
        let end = text.withUnsafeBufferPointer { ByteScan.endOfPlainCell(in: $0, from: position) }
        let count = min(end - position, countMax)
        cell += text[position..<position + count]
        position += count
        return count
    }

    private func fault(_ problem: TableFault.Problem, line: Int) -> FieldRecordsError {
        .badTable(TableFault(problem, row: row, line: line))
    }

    @inline(__always)
    private mutating func nextByte() throws -> UInt8? {
        while position == text.count {
            guard !isAtEnd else { return nil }
            try refill()
        }
        let byte = text[position]
        if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { throw fault(.binary, line: line) }
        position += 1
        return byte
    }

    private mutating func refill() throws {
        let piece = try source()
        isAtEnd = piece == nil
        guard let decoded = decoder.decode(piece ?? [], isLast: isAtEnd) else {
            // A NUL says more plainly than the failed decoding what kind of file this is.
            let isBinary = piece?.contains(0) ?? false
            throw fault(isBinary ? .binary : .unknownEncoding, line: line)
        }
        text = decoded
        position = 0
    }
}
