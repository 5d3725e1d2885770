/// A JSON text as RFC 8259 has it: the order of the members is kept, a key stands once.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number written without fraction and exponent that fits.
    case integer(Int64)
    /// Any other number; always finite.
    case decimal(Double)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])
}

/// One `"key": value` of an object.
package struct JSONMember: Hashable, Sendable {
    package let key: String
    package let value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
        self.key = key
        self.value = value
    }
}

/// How much JSON a caller is ready to read.
package struct JSONLimits: Hashable, Sendable {
    /// The whole text.
    package let bytesMax: Int
    /// Arrays and objects inside one another.
    package let depthMax: Int

    package init(bytesMax: Int, depthMax: Int = 64) {
        self.bytesMax = bytesMax
        self.depthMax = depthMax
    }

    /// 1 MiB, 64 levels: a request, a line, a form.
    package static let standard = JSONLimits(bytesMax: 1 << 20)
}

extension JSONValue {
    /// The value of a key; nil where there is none, and where this is no object.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The text, if this is a string.
    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The members, if this is an object.
    package var members: [JSONMember]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The elements, if this is an array.
    package var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// - Precondition: no key stands twice.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        precondition(Set(elements.map(\.0)).count == elements.count, "a key stands once")
        self = .object(elements.map { JSONMember($0, $1) })
    }
}
