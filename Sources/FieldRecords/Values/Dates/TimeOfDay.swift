/// A time of the day as ISO 8601 writes it, with or without an offset from UTC.
package struct TimeOfDay: Hashable, Sendable, CustomStringConvertible {
    /// Milliseconds since midnight, less than a day.
    package let milliseconds: Int
    /// Minutes east of UTC; nil where none was written.
    package let offsetMinutes: Int?

    /// The offsets from UTC that can be written: no place on Earth has another.
    package static let offsetsMinutes = -899...899

    private init(milliseconds: Int, offsetMinutes: Int?) {
        self.milliseconds = milliseconds
        self.offsetMinutes = offsetMinutes
    }

    /// - Precondition: less than a day.
    package init(millisecondsOfDay: Int, offsetMinutes: Int? = nil) {
        precondition((0..<86_400_000).contains(millisecondsOfDay), "a time lies within its day")
        self.init(milliseconds: millisecondsOfDay, offsetMinutes: offsetMinutes)
    }

    /// Reads `09:30`, `9:30`, `09:30:15`, `09:30:15.250`, each with `Z`, `+08:00`, `+0800`, `+08` or nothing behind.
    package init?(_ text: some StringProtocol) {
        var clock = Array(text.utf8)[...]
        var offset: Int?
        if clock.last == UInt8(ascii: "Z") {
            clock = clock.dropLast()
            offset = 0
        } else if let sign = clock.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
            guard let minutes = TimeOfDay.offset(clock[(sign + 1)...]) else { return nil }
            offset = clock[sign] == UInt8(ascii: "-") ? -minutes : minutes
            clock = clock[..<sign]
        }
        let parts = clock.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts[0].count <= 2, parts[1].count == 2,
            let hour = Digits.number(parts[0]), hour < 24, let minute = Digits.number(parts[1]), minute < 60
        else { return nil }
        var milliseconds = (hour * 60 + minute) * 60_000
        if parts.count == 3 {
            let second = parts[2].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard second.count <= 2, second[0].count == 2, let whole = Digits.number(second[0]), whole < 60 else {
                return nil
            }
            milliseconds += whole * 1_000
            if second.count == 2 {
                guard Digits.number(second[1]) != nil else { return nil }
                let thousandths = (Array(second[1]) + Array("000".utf8)).prefix(3)
                milliseconds += Digits.number(thousandths) ?? 0
            }
        }
        self.init(milliseconds: milliseconds, offsetMinutes: offset)
    }

    private static func offset(_ digits: ArraySlice<UInt8>) -> Int? {
        let plain = digits.filter { $0 != UInt8(ascii: ":") }
        guard plain.count == 2 || plain.count == 4, let hours = Digits.number(plain.prefix(2)), hours <= 14 else {
            return nil
        }
        guard plain.count == 4 else { return hours * 60 }
        guard let minutes = Digits.number(plain.suffix(2)), minutes < 60 else { return nil }
        return hours * 60 + minutes
    }

    /// `09:30`, or `09:30:15`, or `09:30:15.250`, with the offset where there is one.
    package var description: String { clock(withSeconds: milliseconds % 60_000 != 0) + offsetText }

    /// As ``description``, but always with seconds, as a date-time is written.
    package var descriptionWithSeconds: String { clock(withSeconds: true) + offsetText }

    private func clock(withSeconds: Bool) -> String {
        let minutes = milliseconds / 60_000
        var text = "\(Digits.padded(minutes / 60, to: 2)):\(Digits.padded(minutes % 60, to: 2))"
        if withSeconds { text += ":\(Digits.padded(milliseconds / 1_000 % 60, to: 2))" }
        if milliseconds % 1_000 != 0 { text += ".\(Digits.padded(milliseconds % 1_000, to: 3))" }
        return text
    }

    private var offsetText: String {
        guard let offsetMinutes else { return "" }
        let size = abs(offsetMinutes)
        return "\(offsetMinutes < 0 ? "-" : "+")\(Digits.padded(size / 60, to: 2)):\(Digits.padded(size % 60, to: 2))"
    }
}
