import FieldRecords

/// What a control is given of a value, and what comes back of it.
///
/// A page sends every field, also those that nobody touched, and controls hold less than values say: none for a time
/// keeps an offset from UTC, none for a line a second one. So what comes back is compared with what went out, never
/// with the value.
extension FormControl {
    /// The text that stands in the control of a value which nobody touched.
    static func given(_ value: FieldValue, to field: Field) -> String {
        let text = typed(value)
        switch field.type {
        case .acknowledge: return value == .empty ? "" : "OK"
        case .time: return TimeOfDay(text)?.withoutOffset.description ?? text
        case .dateTime: return Moment(text)?.withoutOffset.description ?? text
        // A browser leaves line ends out of a line.
        case .geopoint: return text.filter { !$0.isLineEnd }
        default: return text
        }
    }

    /// Whether a text is what the control sends of a value that nobody touched.
    ///
    /// - Parameter field: nil where the form has it no more.
    static func isUntouched(_ sent: String, of field: Field?, _ value: FieldValue) -> Bool {
        let given = (field.map { FormControl.given(value, to: $0) } ?? typed(value)).withPlainLineEnds
        let sent = sent.withPlainLineEnds
        if sent == given { return true }
        guard let field, field.type != .selectMultiple else {
            // Codes come in the order in which the page shows them.
            return Set(sent.split(separator: " ")) == Set(given.split(separator: " "))
        }
        // Browsers write 09:30:00 as 09:30.
        guard let one = try? field.value(typed: sent), let other = try? field.value(typed: given) else { return false }
        return one == other
    }

    /// What somebody meant who changed a value: where it had an offset from UTC, theirs has the same.
    static func meant(_ sent: String, in field: Field, was value: FieldValue) -> String {
        let (old, new) = (typed(value), (try? field.value(typed: sent)).map(typed) ?? sent)
        switch field.type {
        case .time:
            guard let old = TimeOfDay(old), let new = TimeOfDay(new), new.offsetMinutes == nil else { return sent }
            return new.with(offsetMinutes: old.offsetMinutes).description
        case .dateTime:
            guard let old = Moment(old), let new = Moment(new), new.time.offsetMinutes == nil else { return sent }
            return Moment(date: new.date, time: new.time.with(offsetMinutes: old.time.offsetMinutes)).description
        default: return sent
        }
    }

    /// The type of a one-line input for a field that holds a text; `text` where the field's own would show it as empty,
    /// nil where no one line holds it.
    static func inputType(of field: Field, for text: String) -> String? {
        guard let own = inputTypes[field.type], !text.contains(where: \.isLineEnd) else { return nil }
        return text.isEmpty || holds(text, inputOfType: own) ? own : "text"
    }

    static let inputTypes: [FieldType: String] = [
        .text: "text", .barcode: "text", .integer: "number", .decimal: "number", .range: "number", .date: "date",
        .time: "time", .dateTime: "datetime-local",
    ]

    /// Source: HTML, "Common microsyntaxes", and the value sanitization of each type.
    private static func holds(_ text: String, inputOfType type: String) -> Bool {
        switch type {
        case "number":
            let isPlain = text.utf8.allSatisfy { "0123456789.eE+-".utf8.contains($0) } && text.first != "+"
            let endsInDot = "\(text)e".lowercased().contains(".e")
            return isPlain && !endsInDot && Double(text)?.isFinite == true
        case "date": return CivilDate(text) != nil
        case "time": return isClock(text)
        case "datetime-local":
            let parts = text.split(separator: "T", omittingEmptySubsequences: false)
            return parts.count == 2 && CivilDate(parts[0]) != nil && isClock(String(parts[1]))
        default: return true
        }
    }

    private static func isClock(_ text: String) -> Bool {
        guard let time = TimeOfDay(text), time.offsetMinutes == nil else { return false }
        return text == time.description || text == time.descriptionWithSeconds
    }
}

extension TimeOfDay {
    fileprivate func with(offsetMinutes: Int?) -> TimeOfDay {
        TimeOfDay(millisecondsOfDay: milliseconds, offsetMinutes: offsetMinutes)
    }

    fileprivate var withoutOffset: TimeOfDay { with(offsetMinutes: nil) }
}

extension Moment {
    fileprivate var withoutOffset: Moment { Moment(date: date, time: time.withoutOffset) }
}

extension Character {
    /// What a browser leaves out of a line.
    fileprivate var isLineEnd: Bool { unicodeScalars.contains { $0 == "\n" || $0 == "\r" } }
}
