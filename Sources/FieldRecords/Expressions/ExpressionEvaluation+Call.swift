#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ExpressionEvaluation {
    /// Calls a function, whose arity the parser has checked.
    func call(_ function: ExpressionFunction, _ arguments: [Expression.Node]) throws(FieldRecordsError)
        -> ExpressionValue
    {
        switch function {
        case .isTrue: return .boolean(true)
        case .isFalse: return .boolean(false)
        case .not: return .boolean(!(try value(of: arguments[0]).isTrue))
        case .boolean: return .boolean(try value(of: arguments[0]).isTrue)
        case .booleanFromString: return .boolean(["true", "1"].contains(try text(of: arguments[0])))
        case .condition:
            return try value(of: value(of: arguments[0]).isTrue ? arguments[1] : arguments[2])
        case .coalesce:
            let first = try value(of: arguments[0])
            return first.text.isEmpty ? try value(of: arguments[1]) : first
        case .once:
            let held = ExpressionValue(scope.this)
            return held.text.isEmpty ? try value(of: arguments[0]) : held
        case .string: return .text(try arguments.isEmpty ? ExpressionValue(scope.this).text : text(of: arguments[0]))
        case .number, .int, .round, .floor, .ceiling, .abs, .pow, .sqrt, .min, .max, .pi:
            return try callWithNumbers(function, arguments)
        case .today, .now, .date, .dateTime, .decimalDateTime, .decimalTime, .formatDate, .formatDateTime:
            return try callWithDates(function, arguments)
        case .selected, .selectedAt, .countSelected, .countNonEmpty, .join, .concat, .substr, .contains, .regex,
            .translate, .stringLength, .startsWith, .endsWith, .normalizeSpace, .substringBefore, .substringAfter:
            let texts: [String] = try arguments.isEmpty ? [ExpressionValue(scope.this).text] : texts(of: arguments)
            return try callWithTexts(function, texts)
        }
    }

    private func texts(of nodes: [Expression.Node]) throws(FieldRecordsError) -> [String] {
        var texts: [String] = []
        for node in nodes { texts.append(try text(of: node)) }
        return texts
    }

    private func callWithNumbers(
        _ function: ExpressionFunction, _ arguments: [Expression.Node]
    ) throws(FieldRecordsError) -> ExpressionValue {
        var numbers: [Double] = []
        for node in arguments {
            let value = try value(of: node)
            // An empty field is no number, and least of all the smallest.
            if function == .min || function == .max, value.text.isEmpty { continue }
            numbers.append(value.number(in: scope.moment))
        }
        if function == .number, numbers.isEmpty { return .number(ExpressionValue(scope.this).number(in: scope.moment)) }
        switch function {
        case .int: return .number(numbers[0].rounded(.towardZero))
        case .round: return .number(rounded(numbers[0], places: numbers.count > 1 ? numbers[1] : 0))
        case .floor: return .number(numbers[0].rounded(.down))
        case .ceiling: return .number(numbers[0].rounded(.up))
        case .abs: return .number(numbers[0].magnitude)
        case .sqrt: return .number(numbers[0].squareRoot())
        case .pow: return .number(Self.power(numbers[0], numbers[1]))
        case .pi: return .number(.pi)
        case .min, .max:
            if numbers.contains(where: \.isNaN) { return .number(.nan) }
            return (function == .min ? numbers.min() : numbers.max()).map(ExpressionValue.number) ?? .text("")
        default: return .number(numbers[0])
        }
    }

    /// Half away from zero upwards, as XPath rounds, at up to 15 places.
    private func rounded(_ number: Double, places: Double) -> Double {
        guard places.isFinite else { return .nan }
        let scale = Self.power(10, Swift.min(Swift.max(places.rounded(.towardZero), -15), 15))
        let scaled = (number * scale + 0.5).rounded(.down) / scale
        return scaled.isFinite ? scaled : number
    }

    private static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
