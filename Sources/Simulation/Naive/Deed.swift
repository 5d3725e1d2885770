/// One save, as the world that saw it happen remembers it: by what its author had before their eyes, and by no clock,
/// number, vector or hash.
///
/// Every save is signed with a name of its own, its token, which travels as the author's name does. The token is all by
/// which a save is known again in a device's file.
struct Deed: Sendable {
    enum Kind: Int64, Sendable {
        case begin = 1
        case edit, delete, undelete, erase
    }

    let token: Int
    let kind: Kind
    /// The token of the save that began the record.
    let record: Int
    /// What it set, field by field, as JSON.
    let fields: [String: String]
    /// Every save that its author's device had applied when the form was opened.
    let seen: Set<Int>
    /// The device that it was saved on, by its place in the world's list.
    let device: Int
}

extension Deed {
    private static let mark = "人"

    /// The name that a save is signed with.
    static func author(_ token: Int) -> String { "\(mark)\(token)" }

    /// The token of a name; nil for names that are none.
    static func token(of author: String) -> Int? {
        author.hasPrefix(mark) ? Int(author.dropFirst(mark.count)) : nil
    }
}
