import Foundation

/// An answer of the program, read by another reader of JSON than the program's own.
struct JSON: @unchecked Sendable {
    // Sendable: what JSONSerialization makes is never changed.
    let value: Any

    init(_ data: Data) throws { value = try JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed]) }

    private init(value: Any) { self.value = value }

    subscript(key: String) -> JSON? { (value as? [String: Any])?[key].map(JSON.init(value:)) }

    var keys: Set<String> { Set((value as? [String: Any])?.keys.map(\.self) ?? []) }
    var elements: [JSON] { (value as? [Any])?.map(JSON.init(value:)) ?? [] }
    var text: String? { value as? String }
    var number: Int? { (value as? NSNumber)?.intValue }
    var isTrue: Bool { (value as? Bool) == true }
    var texts: [String: String] { (value as? [String: String]) ?? [:] }
}
