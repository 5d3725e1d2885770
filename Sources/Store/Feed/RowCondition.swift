import Causality
package import FieldRecords
import GRDB

/// What a row of a form is asked for by: one of its fields, or whose record it is.
package enum RowColumn: Sendable {
    /// `037-214`.
    case number
    case version
    /// The names of the fields in conflict, with spaces between.
    case conflicts
    /// The code and the name of the place.
    case place, station
    case field(Field)
}

/// What rows of a form are wanted.
package indirect enum RowCondition: Sendable {
    package enum Comparison: String, Sendable {
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    }

    package enum Literal: Sendable {
        case null
        case text(String)
        case integer(Int64)
        case decimal(Double)
        /// Compared as a point in time, whatever its offset. A value that has none is one of the query's offset.
        case moment(Moment)
    }

    package enum TextMatch: Sendable {
        case contains, startsWith, endsWith
    }

    /// Nothing equals a null but another; no order holds with one.
    case compare(RowColumn, Comparison, Literal)
    case match(RowColumn, TextMatch, String)
    case atNodes(Set<UInt64>)
    case and(RowCondition, RowCondition)
    case or(RowCondition, RowCondition)
    case not(RowCondition)
}

extension RowColumn {
    /// An expression over a row of `record`; NULL where the record leaves the field open, or a stranger wrote something
    /// into it that is none of its type.
    ///
    /// - Parameter offset: minutes east of UTC of date-times that do not say.
    func sql(_ offset: Int) -> String {
        switch self {
        case .number:
            "(SELECT label FROM replica WHERE replica.id = record.replica) || '-' || record.number"
        case .version: "record.version"
        case .conflicts: "(SELECT group_concat(value, ' ') FROM json_each(record.conflicts))"
        case .place: Self.node("code")
        case .station: Self.node("name")
        case .field(let field): Self.field(field, offset)
        }
    }

    private static func node(_ column: String) -> String {
        "(SELECT node.\(column) FROM place JOIN node ON node.id = place.node WHERE place.id = record.place)"
    }

    private static let dayPattern = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"

    private static func field(_ field: Field, _ offset: Int) -> String {
        // A valid field name holds nothing that ends a quotation, of SQL's or of JSON's paths.
        precondition(FieldName.isValid(field.name), "a form's fields have valid names")
        let path = "'$.\"\(field.name)\"'"
        let value = "json_extract(record.fields, \(path))"
        switch field.type {
        case .integer: return "CASE WHEN typeof(\(value)) = 'integer' THEN \(value) END"
        case .decimal, .range: return "CASE WHEN typeof(\(value)) IN ('integer', 'real') THEN \(value) END"
        case .date: return "CASE WHEN \(value) GLOB '\(dayPattern)' THEN \(value) END"
        case .dateTime: return "\(MomentFunction.name)(\(value), \(offset))"
        case .selectMultiple:
            return "(SELECT group_concat(value, ' ') FROM json_each(record.fields, \(path)))"
        default: return "CAST(\(value) AS TEXT)"
        }
    }
}

extension RowCondition {
    /// As SQL, its values appended to the arguments. It is never NULL, so that `NOT` has two answers.
    ///
    /// - Parameter offset: minutes east of UTC of date-times that do not say.
    func sql(_ arguments: inout StatementArguments, offset: Int) -> String {
        switch self {
        case .compare(let column, let comparison, let literal):
            return comparison.sql(column.sql(offset), literal, &arguments)
        case .match(let column, let match, let text):
            let column = column.sql(offset)
            arguments += [text]
            switch match {
            case .contains: return "ifnull(instr(\(column), ?) > 0, 0)"
            case .startsWith: return "ifnull(instr(\(column), ?) = 1, 0)"
            case .endsWith:
                arguments += [text]
                return "ifnull(substr(\(column), length(\(column)) - length(?) + 1) = ?, 0)"
            }
        case .atNodes(let nodes):
            let texts = nodes.sorted().map { JSONValue.string(PlaceID(node: $0).nodeText) }
            arguments += [JSONValue.array(texts).compact]
            return
                "record.place IN (SELECT id FROM place WHERE node IN (SELECT value FROM json_each(?)))"
        case .and(let one, let other):
            return "(\(one.sql(&arguments, offset: offset)) AND \(other.sql(&arguments, offset: offset)))"
        case .or(let one, let other):
            return "(\(one.sql(&arguments, offset: offset)) OR \(other.sql(&arguments, offset: offset)))"
        case .not(let condition): return "(NOT \(condition.sql(&arguments, offset: offset)))"
        }
    }
}

extension RowCondition.Comparison {
    fileprivate func sql(
        _ column: String, _ literal: RowCondition.Literal, _ arguments: inout StatementArguments
    ) -> String {
        switch literal {
        case .null:
            switch self {
            case .equal: return "\(column) IS NULL"
            case .notEqual: return "\(column) IS NOT NULL"
            default: return "0"
            }
        case .text(let text): arguments += [text]
        case .integer(let number): arguments += [number]
        case .decimal(let number): arguments += [number]
        case .moment(let moment): arguments += [moment.millisecondsSinceEpoch]
        }
        return switch self {
        case .equal: "\(column) IS ?"
        case .notEqual: "\(column) IS NOT ?"
        case .less: "ifnull(\(column) < ?, 0)"
        case .lessOrEqual: "ifnull(\(column) <= ?, 0)"
        case .greater: "ifnull(\(column) > ?, 0)"
        case .greaterOrEqual: "ifnull(\(column) >= ?, 0)"
        }
    }
}
