extension ExpressionEvaluation {
    func callWithDates(
        _ function: ExpressionFunction, _ arguments: [Expression.Node]
    ) throws(FieldRecordsError) -> ExpressionValue {
        switch function {
        case .today: return .text(scope.moment.today)
        case .now: return .text(scope.moment.description)
        case .date:
            return .text(moment(try value(of: arguments[0])).map { $0.date.description } ?? "")
        case .dateTime:
            return .text(moment(try value(of: arguments[0])).map(\.description) ?? "")
        case .decimalDateTime: return .number(try number(of: arguments[0]))
        case .decimalTime:
            let number = try number(of: arguments[0])
            return .number(number - number.rounded(.down))
        case .formatDate, .formatDateTime:
            guard let moment = moment(try value(of: arguments[0])) else { return .text("") }
            return .text(format(moment, as: try text(of: arguments[1])))
        default: preconditionFailure("\(function.rawValue) takes no dates")
        }
    }

    /// A date, a date-time or days since 1970-01-01, in the time of the scope; nil for anything else.
    private func moment(_ value: ExpressionValue) -> Moment? {
        let days = value.number(in: scope.moment)
        guard days.isFinite, let whole = Int(exactly: days.rounded(.down)),
            let date = CivilDate(daysSinceEpoch: whole)
        else { return nil }
        let milliseconds = min(Int(((days - days.rounded(.down)) * 86_400_000).rounded()), 86_399_999)
        let time = TimeOfDay(millisecondsOfDay: milliseconds, offsetMinutes: scope.moment.time.offsetMinutes)
        return Moment(date: date, time: time)
    }

    /// ODK's `format-date`: `%Y %y %m %n %b %d %e %H %h %M %S %3 %a %%`; anything else stands for itself.
    private func format(_ moment: Moment, as pattern: String) -> String {
        let (year, month, day) = moment.date.parts
        let seconds = moment.time.milliseconds / 1_000
        var result = ""
        var isCode = false
        for scalar in pattern.unicodeScalars {
            guard isCode else {
                if scalar == "%" { isCode = true } else { result.unicodeScalars.append(scalar) }
                continue
            }
            isCode = false
            switch scalar {
            case "Y": result += Digits.padded(year, to: 4)
            case "y": result += Digits.padded(year % 100, to: 2)
            case "m": result += Digits.padded(month, to: 2)
            case "n": result += String(month)
            case "b": result += Self.months[month - 1]
            case "d": result += Digits.padded(day, to: 2)
            case "e": result += String(day)
            case "H": result += Digits.padded(seconds / 3_600, to: 2)
            case "h": result += String(seconds / 3_600)
            case "M": result += Digits.padded(seconds / 60 % 60, to: 2)
            case "S": result += Digits.padded(seconds % 60, to: 2)
            case "3": result += Digits.padded(moment.time.milliseconds % 1_000, to: 3)
            case "a": result += Self.weekdays[moment.date.weekday]
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
}
