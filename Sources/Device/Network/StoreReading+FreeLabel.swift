import Store

extension StoreReading {
    /// The next label of a place: its code, then its code with b, c, …
    func labelAtHost(for node: UInt64) throws -> String {
        guard let code = try nodes().first(where: { $0.id == node })?.code else {
            throw StoreError.unknown(what: "place")
        }
        let taken = Set(try replicas().map(\.label) + invitations().filter { !$0.isWithdrawn }.map(\.label))
        if !taken.contains(code) { return code }
        for letter in "bcdefghijklmnopqrstuvwxyz" where !taken.contains(code + String(letter)) {
            return code + String(letter)
        }
        var number = 27
        while taken.contains("\(code)z\(number)") { number += 1 }
        return "\(code)z\(number)"
    }
}
