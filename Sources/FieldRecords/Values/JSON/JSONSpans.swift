/// Where the members of a canonical JSON object stand in its bytes: what is copied on unread needs no tree.
package struct JSONSpans {
    /// A member: its name without quotes, and its value.
    package struct Member {
        package let name: Range<Int>
        package let value: Range<Int>
    }

    package private(set) var members: [Member] = []

    /// Walks over an object as ``Patch/json`` writes it. Names and the ends of values are found; what is inside a value
    /// is for whoever reads it to judge.
    ///
    /// - Throws: ``FieldRecordsError/badJSON(_:)`` where it is no such object.
    package init(_ bytes: UnsafeRawBufferPointer) throws(FieldRecordsError) {
        var position = 0
        func fault(_ problem: JSONFault.Problem) -> FieldRecordsError { .badJSON(JSONFault(problem, offset: position)) }
        func expect(_ byte: UInt8) throws(FieldRecordsError) {
            guard position < bytes.count else { throw fault(.unexpectedEnd) }
            guard bytes[position] == byte else { throw fault(.unexpectedByte) }
            position += 1
        }
        func skipString() throws(FieldRecordsError) {
            try expect(UInt8(ascii: "\""))
            while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
            }
            try expect(UInt8(ascii: "\""))
        }
        func skipValue() throws(FieldRecordsError) {
            var depth = 0
            let start = position
            while position < bytes.count {
                switch bytes[position] {
                case UInt8(ascii: "\""):
                    try skipString()
                    if depth == 0 { return }
                    continue
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"):
                    if depth == 0 { break }
                    depth -= 1
                    if depth == 0 {
                        position += 1
                        return
                    }
                case UInt8(ascii: ","): if depth == 0 { break }
                default: break
                }
                let ends = depth == 0 && (bytes[position] == UInt8(ascii: ",") || bytes[position] == UInt8(ascii: "}"))
                if ends {
                    guard position > start else { throw fault(.unexpectedByte) }
                    return
                }
                position += 1
            }
            throw fault(.unexpectedEnd)
        }
        try expect(UInt8(ascii: "{"))
        if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
            position += 1
        } else {
            while true {
                let nameStart = position + 1
                try skipString()
                let name = nameStart..<position - 1
                try expect(UInt8(ascii: ":"))
                let valueStart = position
                try skipValue()
                members.append(Member(name: name, value: valueStart..<position))
                guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
                position += 1
            }
            try expect(UInt8(ascii: "}"))
        }
        guard position == bytes.count else { throw fault(.trailingBytes) }
    }
}
