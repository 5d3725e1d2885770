/// What a record of one kind holds: the fields and their rules, as an XLSForm says them.
///
/// A form is read once and then only asked: every expression in it has been checked, refers to fields that exist, and
/// no two fields wait for each other.
package struct Form: Hashable, Sendable {
    /// The `form_id`: what records and commands call the form.
    package let name: String
    /// As the author wrote it; empty where they did not.
    package let version: String
    package let title: Phrase
    /// In the order of the survey sheet.
    package let fields: [Field]
    package let groups: [FieldGroup]

    private let positions: [String: Int]
    /// Positions of the fields, each after those whose values its relevant and calculation read.
    let order: [Int]
    /// By position, see ``relevants(of:)``: asked for every field of every save.
    private let relevants: [[Expression]]

    init(name: String, version: String, title: Phrase, fields: [Field], groups: [FieldGroup], order: [Int]) {
        precondition(order.count == fields.count, "every field has its turn")
        self.name = name
        self.version = version
        self.title = title
        self.fields = fields
        self.groups = groups
        self.order = order
        positions = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.name, $0) })
        relevants = fields.map { field in
            groups.filter { field.groups.contains($0.name) }.compactMap(\.relevant)
                + (field.relevant.map { [$0] } ?? [])
        }
    }

    /// The field of that name; nil where the form has none.
    package func field(_ name: String) -> Field? { positions[name].map { fields[$0] } }

    /// The rules of the groups around a field, the outermost first, and then its own, which all must hold for it to
    /// be shown.
    func relevants(of field: Field) -> [Expression] { positions[field.name].map { relevants[$0] } ?? [] }
}
