package import FieldRecords

/// Turns rows of a file into values of one form.
package struct RowReading {
    package let form: Form
    /// The columns of the row before, and where each stands in the form: the next row mostly has the same.
    private var columns: [(name: String, position: Int?)] = []

    package init(form: Form) {
        self.form = form
    }

    /// - Parameter isUpdate: whether the row is for a record that is there: an empty cell says nothing of a new record,
    ///   and clears the field of an old one.
    /// - Throws: ``FieldRecordsError/badFields(_:)`` for the first cell that cannot be a value of its field.
    package mutating func values(_ row: ImportRow, isUpdate: Bool) throws -> FormValues {
        var values = FormValues(repeating: nil, count: form.fields.count)
        for column in 0..<row.cells.count {
            guard let position = position(of: row.cells.name(column), at: column) else { continue }
            let value = try row.cells.value(column, in: form.fields[position])
            if value != .empty || isUpdate { values[position] = value }
        }
        return values
    }

    /// Where a column stands in the form; nil for one that the form does not have, or that holds no value.
    private mutating func position(of name: String, at column: Int) -> Int? {
        if column < columns.count {
            if columns[column].name == name { return columns[column].position }
            columns.removeSubrange(column...)
        }
        let position = form.position(of: name).flatMap { form.fields[$0].type.holdsValue ? $0 : nil }
        columns.append((name, position))
        return position
    }
}
