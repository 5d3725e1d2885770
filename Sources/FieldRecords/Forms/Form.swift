/// What a record of one kind holds: the fields and their rules, as an XLSForm says them.
///
/// A form is read once and then only asked: every expression in it has been checked, refers to fields that exist, and
/// no two fields wait for each other. What follows from it for every save is worked out then, too.
package struct Form: Sendable {
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
    /// By position.
    let plans: [FieldPlan]
    /// Positions of the fields, ascending by name, as a ``Patch`` has them.
    let byName: [Int]

    init(name: String, version: String, title: Phrase, fields: [Field], groups: [FieldGroup], order: [Int]) {
        precondition(order.count == fields.count, "every field has its turn")
        self.name = name
        self.version = version
        self.title = title
        self.fields = fields
        self.groups = groups
        self.order = order
        let positions = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.name, $0) })
        let relevants = fields.enumerated().map { position, field in
            let outer = groups.filter { field.groups.contains($0.name) }.compactMap(\.relevant)
            return (position, outer + (field.relevant.map { [$0] } ?? []))
        }
        let relevantsByPosition = Dictionary(uniqueKeysWithValues: relevants)
        self.positions = positions
        plans = fields.map { FieldPlan($0, relevants: relevantsByPosition, positions: positions) }
        byName = fields.indices.sorted { fields[$0].name < fields[$1].name }
    }

    /// The field of that name; nil where the form has none.
    package func field(_ name: String) -> Field? { positions[name].map { fields[$0] } }

    /// Where in ``fields`` the field of that name stands; nil where the form has none.
    package func position(of name: String) -> Int? { positions[name] }

    /// Whether a new record has a value of that field whatever else it says: the form begins with one, or always asks
    /// for one.
    package func alwaysFills(_ name: String) -> Bool {
        guard let position = positions[name] else { return false }
        let field = fields[position]
        return field.defaultValue != nil || field.required?.isAlways == true && plans[position].relevants.isEmpty
    }

    /// Values by position, from values by name.
    ///
    /// - Throws: ``FieldRecordsError/badFields(_:)`` with every name that the form does not have.
    package func values(_ named: [String: FieldValue]) throws(FieldRecordsError) -> FormValues {
        var values = FormValues(repeating: nil, count: fields.count)
        var unknown: [String] = []
        for (name, value) in named {
            if let position = positions[name] { values[position] = value } else { unknown.append(name) }
        }
        guard unknown.isEmpty else {
            throw .badFields(
                unknown.sorted().map {
                    FieldFault(
                        field: $0, problem: .unknownField,
                        what: Phrase(
                            zh: "表单“\(self.name)”没有字段“\($0.prefix(64))”",
                            en: "the form “\(self.name)” has no field “\($0.prefix(64))”"))
                })
        }
        return values
    }
}
