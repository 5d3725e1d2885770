import FieldRecords

/// One metric with its values.
package struct Metric: Sendable {
    package enum Kind: String, Sendable {
        case counter, gauge
    }

    package let name: String
    package let kind: Kind
    package let help: String
    /// A label's value, or none, and the number.
    package let values: [(label: String?, number: Double)]
    /// The name of the label.
    package let label: String

    package init(
        _ name: String, _ kind: Kind, help: String, label: String = "", values: [(label: String?, number: Double)]
    ) {
        self.name = name
        self.kind = kind
        self.help = help
        self.label = label
        self.values = values
    }

    package init(_ name: String, _ kind: Kind, help: String, _ number: Double) {
        self.init(name, kind, help: help, values: [(nil, number)])
    }

    /// In Prometheus' text format.
    package var text: String {
        var text = "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        for (value, number) in values {
            let labels = value.map { "{\(label)=\"\(Metric.escaped($0))\"}" } ?? ""
            text += "\(name)\(labels) \(number.plainText)\n"
        }
        return text
    }

    private static func escaped(_ value: String) -> String {
        value.map { $0 == "\\" ? "\\\\" : $0 == "\"" ? "\\\"" : $0 == "\n" ? "\\n" : String($0) }.joined()
    }
}
