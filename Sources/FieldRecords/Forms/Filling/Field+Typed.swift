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
        let plain = text.plainDigits.trimmed
        if plain.isEmpty, type != .text { return .empty }
        switch type {
        case .text, .barcode, .hidden, .calculate: return .text(text)
        case .integer, .decimal, .range: return try number(plain, typed: text)
        case .date:
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
        if choice(text) != nil { return text }
        let wanted = text.lowercased()
        let found = choices.filter { $0.label.zh.lowercased() == wanted || $0.label.en.lowercased() == wanted }
        return found.count == 1 ? found[0].name : nil
    }

    /// Codes or labels, in any order. A label may have spaces inside, so spaces divide only what is no label.
    private func list(_ text: String) throws(FieldRecordsError) -> FieldValue {
        var codes: [String] = []
        for part in text.split(whereSeparator: { ",，、;；\n".contains($0) }).map(\.trimmed) where !part.isEmpty {
            if let code = code(part) {
                codes.append(code)
                continue
            }
            for word in part.split(whereSeparator: \.isWhitespace) {
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
        guard !text.utf8.contains(0) else { throw refusal(.text, text) }
    }
}

/// Dates and times as people write them in China and elsewhere.
enum TypedDate {
    /// `2023-11-08`, `2023/11/8`, `2023.11.8`, `2023年11月8日`, `20231108`.
    static func date(_ text: some StringProtocol) -> CivilDate? {
        let digits = Array(text.utf8)
        if digits.count == 8, let number = Digits.number(digits) {
            return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
        }
        let separators = "-/.年月"
        let bare = text.last == "日" || text.last == "号" ? text.dropLast()[...] : text[...]
        let parts = bare.split(omittingEmptySubsequences: false) { separators.contains($0) }.map { Array($0.utf8) }
        guard parts.count == 3, parts[0].count == 4, parts[1].count <= 2, parts[2].count <= 2,
            let year = Digits.number(parts[0]), let month = Digits.number(parts[1]), let day = Digits.number(parts[2])
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// `9:30`, `09:30:15`, `9：30`, `9时30分`, `9点30分`, with an offset or without.
    static func time(_ text: some StringProtocol) -> TimeOfDay? {
        let clock = String(
            text.compactMap { character in
                switch character {
                case "：", "时", "点": ":"
                case "分" where text.hasSuffix("分"): nil
                default: character
                }
            })
        return TimeOfDay(clock)
    }

    /// A date, then a space or `T`, then a time.
    static func moment(_ text: String) -> Moment? {
        guard let gap = text.firstIndex(where: { $0 == "T" || $0.isWhitespace || $0 == "日" }) else { return nil }
        guard let date = date(text[..<gap]), let time = time(text[text.index(after: gap)...].trimmed) else {
            return nil
        }
        return Moment(date: date, time: time)
    }
}

/// ODK's geopoint: latitude, longitude, and where they are known altitude and accuracy in metres.
struct GeoPosition: Hashable {
    /// Numbers with a space between, as records keep them.
    let text: String

    /// Reads two to four numbers with spaces, commas or semicolons between; nil where they are no place on Earth.
    init?(_ text: String) {
        let parts = text.split { $0.isWhitespace || ",，、;；".contains($0) }.map(String.init)
        guard (2...4).contains(parts.count) else { return nil }
        let numbers = parts.compactMap(Decimal.number)
        guard numbers.count == parts.count, (-90...90).contains(numbers[0]), (-180...180).contains(numbers[1]),
            numbers.count < 4 || numbers[3] >= 0
        else { return nil }
        self.text = parts.joined(separator: " ")
    }
}

extension String {
    /// With the full-width digits and signs of Chinese typing as plain ones.
    var plainDigits: String {
        var scalars = UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0xFF10...0xFF19, 0xFF0B, 0xFF0D, 0xFF0E, 0xFF0F, 0xFF1A:
                scalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
