import FieldRecords

/// One line on the clock, when others' clocks say that it is wrong.
enum ClockWord {
    /// Half an hour: below, no figure of a day changes.
    private static let toleratedMilliseconds: Int64 = 30 * 60 * 1000

    static func phrase(_ offsets: [(replica: String, milliseconds: Int64)]) -> Phrase? {
        let wrong = offsets.filter { $0.milliseconds.magnitude > UInt64(toleratedMilliseconds) }
        // One peer may be wrong itself; where most that were met differ, it is this one.
        guard wrong.count * 2 > offsets.count,
            let worst = wrong.max(by: { $0.milliseconds.magnitude < $1.milliseconds.magnitude })
        else { return nil }
        let minutes = Int(worst.milliseconds.magnitude / 60_000)
        let amount =
            minutes < 120
            ? Phrase(zh: "\(minutes) 分钟", en: "\(minutes) minutes")
            : minutes < 2880
                ? Phrase(zh: "\(minutes / 60) 小时", en: "\(minutes / 60) hours")
                : Phrase(zh: "\(minutes / 1440) 天", en: "\(minutes / 1440) days")
        return worst.milliseconds > 0
            ? Phrase(
                zh: "这台电脑的时钟慢了约 \(amount.zh)，请校准。",
                en: "This computer's clock is about \(amount.en) slow: please set it.")
            : Phrase(
                zh: "这台电脑的时钟快了约 \(amount.zh)，请校准。",
                en: "This computer's clock is about \(amount.en) fast: please set it.")
    }
}
