/// A number of bytes as people say it: `1.2 MB`.
enum ByteAmount {
    /// In thousands, as sticks are labelled; with one decimal below ten.
    static func text(_ bytes: Int) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var amount = Double(max(bytes, 0))
        var unit = 0
        while amount >= 999.5, unit < units.count - 1 {
            amount /= 1000
            unit += 1
        }
        guard unit > 0, amount < 9.95 else { return "\(Int(amount.rounded())) \(units[unit])" }
        let tenths = Int((amount * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
