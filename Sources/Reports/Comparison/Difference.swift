package import FieldRecords

/// Why one device counts a record and another does not, as far as both logs tell.
package enum DifferenceReason: Hashable, Sendable {
    /// The other device does not hold the change that began it.
    case notYetCarriedThere(log: String, sequence: UInt64)
    /// This device does not hold the change that began it.
    case notYetCarriedHere
    /// Its changes are held there and count for nothing: a device that is not admitted, or was revoked.
    case refusedThere
    case refusedHere
    /// Two people wrote a field of it differently, and this device holds both values.
    case inConflict
    /// This device holds changes of it that the other lacks.
    case editedHere
    /// The other holds changes of its place that this device lacks.
    case editedThere
    /// The logs are equal; one of the programs, or of the reports, is another.
    case unexplained
    /// The other report's logs do not tell which device numbered it.
    case numberUnknown
}

/// One record that two reports do not count alike.
package struct Difference: Sendable {
    /// As this device numbers it, where it knows it, else as the other report does.
    package let number: String
    package let isCountedHere: Bool
    package let isCountedThere: Bool
    /// What it adds here and there, for figures that sum.
    package let amounts: (here: Double?, there: Double?)
    package let reason: DifferenceReason
}

extension DifferenceReason {
    /// For scripts.
    package var code: String {
        switch self {
        case .notYetCarriedThere, .notYetCarriedHere: "not_yet_carried"
        case .refusedThere, .refusedHere: "refused"
        case .inConflict: "in_conflict"
        case .editedHere, .editedThere: "edited_since"
        case .unexplained, .numberUnknown: "unexplained"
        }
    }

    /// - Parameter other: the label of the other device.
    package func phrase(other: String) -> Phrase {
        switch self {
        case .notYetCarriedThere(let log, let sequence):
            Phrase(
                zh: "还没有送到 \(other)（\(log) 的第 \(sequence) 条变更）",
                en: "not yet carried to \(other) (change \(sequence) of \(log))")
        case .notYetCarriedHere: Phrase(zh: "还没有送到本机", en: "not yet carried to this device")
        case .refusedThere: Phrase(zh: "\(other) 收到了，但不计入", en: "held at \(other), where it does not count")
        case .refusedHere:
            Phrase(zh: "本机收到了，但不计入（设备未登记或已吊销）", en: "held here, and does not count (not admitted, or revoked)")
        case .inConflict: Phrase(zh: "有分歧，还没有裁定", en: "in conflict, not settled")
        case .editedHere: Phrase(zh: "之后修改过，修改还没有送到 \(other)", en: "edited since, and not yet carried to \(other)")
        case .editedThere: Phrase(zh: "\(other) 有本机还没有的修改", en: "edited since at \(other), and not yet carried here")
        case .unexplained: Phrase(zh: "两边的日志相同，原因不明", en: "both logs are equal: no reason found")
        case .numberUnknown:
            Phrase(
                zh: "对方的报告没有说明这是哪台设备的编号，原因不明",
                en: "that report does not tell which device numbered it: no reason found")
        }
    }
}
