package import FieldRecords
import Synchronization

extension StoredForm {
    /// What the definition says; nil where this program cannot read it, as one that a newer program published: nothing
    /// but that version must suffer from it.
    ///
    /// A form that was read is kept for the next time: a page or a host that serves reads the same few with every answer
    /// and every bundle.
    package var readable: Form? {
        if let known = ReadForms.known(self) { return known }
        guard let form = try? Form.read(csv: Array(definition.utf8), named: name, isPublished: true), form.name == name
        else { return nil }
        ReadForms.keep(form, of: self)
        return form
    }
}

/// Forms that this process has read, by their texts.
private enum ReadForms {
    private struct Shelf {
        var forms: [String: Form] = [:]
        var bytes = 0
    }

    private static let shelf = Mutex(Shelf())
    /// The most bytes of definitions that are kept; beyond it all are let go.
    private static let bytesMax = 4 << 20

    static func known(_ stored: StoredForm) -> Form? { shelf.withLock { $0.forms[key(of: stored)] } }

    static func keep(_ form: Form, of stored: StoredForm) {
        let key = key(of: stored)
        shelf.withLock { shelf in
            if shelf.bytes + key.utf8.count > bytesMax { shelf = Shelf() }
            guard shelf.forms.updateValue(form, forKey: key) == nil else { return }
            shelf.bytes += key.utf8.count
        }
    }

    private static func key(of stored: StoredForm) -> String {
        "\(stored.name.utf8.count):\(stored.name)\(stored.definition)"
    }
}
