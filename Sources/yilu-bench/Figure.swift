import FieldRecords

/// One line of the table.
struct Figure {
    /// Which side of the goal is good.
    enum Goal {
        case atLeast(Double)
        case atMost(Double)
        /// Told, and not judged.
        case none

        func isReached(by value: Double) -> Bool {
            switch self {
            case .atLeast(let least): value >= least
            case .atMost(let most): value <= most
            case .none: true
            }
        }

        var text: String {
            switch self {
            case .atLeast(let least): "≥ \(rounded(least))"
            case .atMost(let most): "≤ \(rounded(most))"
            case .none: ""
            }
        }
    }

    let name: String
    /// What was measured here, and at the peer, each with its unit.
    var ours = ""
    var peer = ""
    /// What the goal is about: mostly ours against the peer's.
    let value: Double
    let goal: Goal

    var isReached: Bool { goal.isReached(by: value) }

    var json: JSONValue {
        .object([
            JSONMember("name", .string(name)), JSONMember("value", .decimal(value)),
            JSONMember("goal", .string(goal.text)), JSONMember("reached", .bool(isReached)),
        ])
    }
}

/// Three digits that say something.
func rounded(_ value: Double) -> String {
    let magnitude = abs(value)
    if magnitude >= 100 { return "\(Int(value.rounded()))" }
    let scale: Double = magnitude >= 10 ? 10 : 100
    let scaled = (value * scale).rounded() / scale
    return scaled == scaled.rounded() ? "\(Int(scaled))" : "\(scaled)"
}

/// The middle one.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
