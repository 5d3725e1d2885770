extension Field {
    /// The value that a person typed: on a command line, in a cell of CSV, in a page.
    ///
    /// Whether the field may have that value at all is for ``Form/complete(current:changes:isNew:moment:)`` to judge;
    /// here only what cannot be a value of its type is refused. An empty text is ``FieldValue/empty``.
    ///
    /// - Throws: ``FieldRecordsError/badFields(_:)`` with one fault.
    package func value(typed text: String) throws(FieldRecordsError) -> FieldValue {
        if text.isEmpty { return .empty }
        try checkText(text)
        if type == .text { return .text(text) }
        let plain = text.plainDigits.trimmed
        if plain.isEmpty { return .empty }
        switch type {
        case .text, .barcode, .hidden, .calculate: return .text(text)
        case .integer, .decimal, .range: return try number(plain, typed: text)
        case .date:
            // Nearly all are written as records keep them.
            if CivilDate(plain) != nil { return .text(plain) }
            guard let date = TypedDate.date(plain) else { throw refusal(.date, text) }
            return .text(date.description)
        case .time:
            guard let time = TypedDate.time(plain) else { throw refusal(.time, text) }
            return .text(time.description)
        case .dateTime:
            guard let moment = TypedDate.moment(plain) else { throw refusal(.dateTime, text) }
            return .text(moment.description)
        case .selectOne:
            guard let code = code(text.trimmed) else { throw refusal(.choice, text) }
            return .text(code)
        case .selectMultiple: return try list(text)
        case .geopoint:
            guard let position = GeoPosition(plain) else { throw refusal(.geopoint, text) }
            return .text(position.text)
        case .acknowledge:
            switch plain.lowercased() {
            case "ok", "yes", "y", "true", "1", "是", "好": return .text("OK")
            case "no", "n", "false", "0", "否": return .empty
            default: throw refusal(.acknowledge, text)
            }
        case .image, .file: throw refusal(.file, text)
        case .note: throw notForInput
        }
    }

    private func number(_ plain: String, typed text: String) throws(FieldRecordsError) -> FieldValue {
        let isWhole = type == .integer || range?.isWhole == true
        if isWhole {
            if let number = Int64(plain) { return .integer(number) }
            // Spreadsheets write 15 as 15.0.
            if let number = Decimal.number(plain).flatMap({ Int64(exactly: $0) }), number.magnitude < 1 << 53 {
                return .integer(number)
            }
            throw refusal(.integer, text)
        }
        guard let number = Decimal.number(plain) else { throw refusal(.decimal, text) }
        return .decimal(number == 0 ? 0 : number)
    }

    /// The code that a code or a label, in either language, stands for; nil for none and for a label of several.
    private func code(_ text: String) -> String? {
        if hasChoice(text) { return text }
        let wanted = text.lowercased()
        let found = choices.filter { $0.label.zh.lowercased() == wanted || $0.label.en.lowercased() == wanted }
        return found.count == 1 ? found[0].name : nil
    }

    /// Codes or labels, in any order. A label may have spaces inside, so spaces divide only what is no label.
    private func list(_ text: String) throws(FieldRecordsError) -> FieldValue {
        var codes: [String] = []
        for part in text.split(whereSeparator: { ",，、;；\n".contains($0) }).map(\.trimmed) where !part.isEmpty {
            // Each is looked for among all choices.
            guard codes.count < FormLimits.listEntriesMax else { throw .badFields([tooLong]) }
            if let code = code(part) {
                codes.append(code)
                continue
            }
            for word in part.split(whereSeparator: \.isWhitespace) {
                guard codes.count < FormLimits.listEntriesMax else { throw .badFields([tooLong]) }
                guard let code = code(String(word)) else { throw refusal(.choice, String(word)) }
                codes.append(code)
            }
        }
        return inOrder(codes)
    }

    /// The codes in the order of the form, each once.
    func inOrder(_ codes: [String]) -> FieldValue {
        let chosen = Set(codes)
        let sorted = choices.map(\.name).filter(chosen.contains)
        return sorted.isEmpty ? .empty : .list(sorted)
    }

    func codes(_ parts: [String]) throws(FieldRecordsError) -> FieldValue {
        var codes: [String] = []
        for part in parts {
            guard let code = code(part.trimmed) else { throw refusal(.choice, part) }
            codes.append(code)
        }
        return inOrder(codes)
    }

    private func checkText(_ text: String) throws(FieldRecordsError) {
        guard text.utf8.count <= FormLimits.textBytesMax else { throw .badFields([tooLong]) }
        // SQLite's functions, and C's, take a NUL for the end of the text.
        guard !text.hasNUL else { throw refusal(.text, text) }
    }
}
