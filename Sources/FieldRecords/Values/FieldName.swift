/// What may name a field, a group or a form.
///
/// XLSForm allows the names of XML; these are the ones among them that are also plain in a command line, a column of
/// SQL and a key of JSON.
package enum FieldName {
    package static let bytesMax = 64

    /// A Latin letter or `_`, then Latin letters, digits, `_`, `-` and `.`; at most 64 bytes.
    package static func isValid(_ name: String) -> Bool {
        var count = 0
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): break
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if count == 0 { return false }
            default: return false
            }
            count += 1
        }
        return count > 0 && count <= bytesMax
    }

    /// The fields that the program sets itself beside those of a form: the key of an imported row, that a row was
    /// imported, and that a record was kept when another was merged into it.
    package static let importKey = "_key"
    package static let importMark = "_imported"
    package static let keptMark = "_kept"

    /// What the dispute over a deletion is called among the fields of a record that are in conflict.
    package static let deletion = "deleted"

    /// Whether a name is kept for the program's own fields and notices.
    package static func isReserved(_ name: String) -> Bool { name.hasPrefix("_") }

    /// Whether no field may be called so: it is reserved, or means something else to who settles a conflict.
    package static func isReservedForField(_ name: String) -> Bool {
        isReserved(name) || name.lowercased() == deletion
    }
}
