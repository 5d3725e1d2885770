/// What an expression may see while it is worked out.
package struct ExpressionScope {
    /// The value of `.`.
    package var this: FieldValue
    /// The value of a field; ``FieldValue/empty`` where it has none or is hidden.
    package var field: (String) -> FieldValue
    /// The value of a column of the choice that is being looked at.
    package var column: (String) -> String
    /// What `today()` and `now()` say: there is no clock in here.
    package var moment: Moment

    package init(
        moment: Moment, this: FieldValue = .empty, column: @escaping (String) -> String = { _ in "" },
        field: @escaping (String) -> FieldValue
    ) {
        self.moment = moment
        self.this = this
        self.column = column
        self.field = field
    }
}

extension Expression {
    /// Works the expression out.
    ///
    /// - Throws: ``FieldRecordsError/badExpression(_:)`` where a pattern is none, or takes too many steps.
    package func value(in scope: ExpressionScope) throws(FieldRecordsError) -> ExpressionValue {
        try ExpressionEvaluation(scope: scope).value(of: root)
    }
}

struct ExpressionEvaluation {
    let scope: ExpressionScope

    func value(of node: Expression.Node) throws(FieldRecordsError) -> ExpressionValue {
        switch node {
        case .value(let value): return value
        case .this: return ExpressionValue(scope.this)
        case .field(let name): return ExpressionValue(scope.field(name))
        case .column(let name): return .text(scope.column(name))
        case .negation(let operand): return .number(-(try number(of: operand)))
        case .operation(.or, let left, let right):
            if try value(of: left).isTrue { return .boolean(true) }
            return .boolean(try value(of: right).isTrue)
        case .operation(.and, let left, let right):
            guard try value(of: left).isTrue else { return .boolean(false) }
            return .boolean(try value(of: right).isTrue)
        case .operation(let operation, let left, let right):
            return apply(operation, try value(of: left), try value(of: right))
        case .call(let function, let arguments): return try call(function, arguments)
        }
    }

    func number(of node: Expression.Node) throws(FieldRecordsError) -> Double {
        try value(of: node).number(in: scope.moment)
    }

    func text(of node: Expression.Node) throws(FieldRecordsError) -> String { try value(of: node).text }

    private func apply(
        _ operation: Expression.Operation, _ left: ExpressionValue, _ right: ExpressionValue
    ) -> ExpressionValue {
        switch operation {
        case .equal: return .boolean(areEqual(left, right))
        case .notEqual: return .boolean(!areEqual(left, right))
        default: break
        }
        let first = left.number(in: scope.moment)
        let second = right.number(in: scope.moment)
        switch operation {
        case .less: return .boolean(first < second)
        case .lessOrEqual: return .boolean(first <= second)
        case .greater: return .boolean(first > second)
        case .greaterOrEqual: return .boolean(first >= second)
        case .plus: return .number(first + second)
        case .minus: return .number(first - second)
        case .times: return .number(first * second)
        case .div: return .number(first / second)
        case .mod: return .number(first.truncatingRemainder(dividingBy: second))
        case .or, .and, .equal, .notEqual: preconditionFailure("handled before the operands became numbers")
        }
    }

    /// XPath 1.0, 3.4: as truth values if one is one, else as numbers if one is one, else as texts.
    private func areEqual(_ left: ExpressionValue, _ right: ExpressionValue) -> Bool {
        switch (left, right) {
        case (.boolean, _), (_, .boolean): left.isTrue == right.isTrue
        case (.number, _), (_, .number): left.number(in: scope.moment) == right.number(in: scope.moment)
        case (.text(let first), .text(let second)): first == second
        }
    }
}
