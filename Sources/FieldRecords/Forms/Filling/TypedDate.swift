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
    static func time(_ text: String) -> TimeOfDay? {
        if text.isASCII { return TimeOfDay(text) }
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
        if isASCII { return self }
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
