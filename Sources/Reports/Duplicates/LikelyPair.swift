package import FieldRecords

/// Two records of one form that may be about one thing, and why it seems so. A suggestion: a person decides, or the next
/// import where they are of one key.
package struct LikelyPair: Sendable {
    /// Something that speaks for it, or against it. None holds a value: the records are shown beside it.
    package enum Reason: Hashable, Sendable {
        /// Devices that had not exchanged imported one row.
        case sameKey
        case sameDay
        /// In days.
        case daysApart(Int)
        case samePlace
        case neighbouringPlaces
        case twoPlaces
        case metresApart(Int)
        case sameText(field: String)
        /// In hundredths.
        case likeText(field: String, percent: Int)
        case sameNumber(field: String)
        case sameValue(field: String)
        case otherValue(field: String)
    }

    /// The rows of `record`; the one that came here first stands first, and of one key the one that it means.
    package let rows: (one: Int64, other: Int64)
    /// From 0 to 1: how much speaks for it, to put the likeliest first.
    package let weight: Double
    package let reasons: [Reason]

    /// Two records under the key of one row: nothing speaks against it.
    package static func ofOneKey(_ rows: (meant: Int64, other: Int64)) -> LikelyPair {
        LikelyPair(rows: (rows.meant, rows.other), weight: 1, reasons: [.sameKey])
    }

    /// The likelier one first, then the one whose records came first.
    static func precedes(_ pair: LikelyPair, _ next: LikelyPair) -> Bool {
        if pair.weight != next.weight { return pair.weight > next.weight }
        return pair.rows < next.rows
    }
}

extension LikelyPair.Reason {
    /// In words.
    ///
    /// - Parameter label: what a field is called.
    package func phrase(_ label: (String) -> Phrase) -> Phrase {
        func about(_ field: String, zh: (String) -> String, en: (String) -> String) -> Phrase {
            let label = label(field)
            return Phrase(zh: zh(label.zh), en: en(label.en))
        }
        switch self {
        case .sameKey: return Phrase(zh: "导入的同一行", en: "one row, imported twice")
        case .sameDay: return Phrase(zh: "同一天", en: "same day")
        case .daysApart(let days): return Phrase(zh: "相隔 \(days) 天", en: "\(days) day\(days == 1 ? "" : "s") apart")
        case .samePlace: return Phrase(zh: "同一地点", en: "same place")
        case .neighbouringPlaces: return Phrase(zh: "相邻的两个地点", en: "neighbouring places")
        case .twoPlaces: return Phrase(zh: "两个地点", en: "two places")
        case .metresApart(let metres): return Phrase(zh: "相距 \(metres) 米", en: "\(metres) m apart")
        case .sameText(let field): return about(field, zh: { "\($0)相同" }, en: { "same \($0)" })
        case .likeText(let field, let percent):
            return about(field, zh: { "\($0)相似 \(percent)%" }, en: { "\($0) alike to \(percent)%" })
        case .sameNumber(let field): return about(field, zh: { "\($0)号码相同" }, en: { "same number: \($0)" })
        case .sameValue(let field): return about(field, zh: { "\($0)相同" }, en: { "same \($0)" })
        case .otherValue(let field): return about(field, zh: { "但\($0)不同" }, en: { "but another \($0)" })
        }
    }
}
