/// What trials at one station come to.
struct StationFigures {
    private let trials: [StationTrial]

    init(_ trials: [StationTrial]) {
        self.trials = trials
    }

    var figures: [Figure] {
        [
            speed("bulk save at a station", \.save, against: \.raw, "raw rows", goal: 0.5),
            speed("export to a bundle", \.export, against: \.sessionExport, "changeset + zlib", goal: 1),
            speed("import of a bundle", \.take, against: \.sessionApply, "inflate + apply", goal: 0.5),
            size("bundle bytes a save", \.bundleBytes, against: \.sessionBytes, "changeset + zlib", goal: 0.75),
            size("store bytes a save", \.storeBytes, against: \.sessionStoreBytes, "database + changeset", goal: 1.5),
            deepCheck,
            floor("floor of an export: zlib deflates", \.deflate, of: \.export),
            floor("floor of an import: zlib inflates", \.inflate, of: \.take),
            floor("floor of an import: SHA-256", \.hash, of: \.take),
        ]
    }

    /// What is done alone at the same bytes, and which part of the whole it is.
    private func floor(
        _ name: String, _ alone: KeyPath<StationTrial, Double>, of whole: KeyPath<StationTrial, Double>
    ) -> Figure {
        Figure(
            name: name, peer: "\(rounded(Double(trials[0].saves) / middle(alone))) saves/s",
            value: middle(alone) / middle(whole), goal: .none)
    }

    private func middle(_ part: KeyPath<StationTrial, Double>) -> Double { median(trials.map { $0[keyPath: part] }) }

    private func speed(
        _ name: String, _ ours: KeyPath<StationTrial, Double>, against peer: KeyPath<StationTrial, Double>,
        _ peerName: String, goal: Double
    ) -> Figure {
        let saves = Double(trials[0].saves)
        return Figure(
            name: name, ours: "\(rounded(saves / middle(ours))) saves/s",
            peer: "\(peerName) \(rounded(saves / middle(peer)))", value: middle(peer) / middle(ours),
            goal: .atLeast(goal))
    }

    private func size(
        _ name: String, _ ours: KeyPath<StationTrial, Int>, against peer: KeyPath<StationTrial, Int>,
        _ peerName: String, goal: Double
    ) -> Figure {
        let trial = trials[0]
        let (here, there) = (Double(trial[keyPath: ours]), Double(trial[keyPath: peer]))
        let saves = Double(trial.saves)
        return Figure(
            name: name, ours: "\(rounded(here / saves)) bytes", peer: "\(peerName) \(rounded(there / saves))",
            value: here / there, goal: .atMost(goal))
    }

    private var deepCheck: Figure {
        let rate = Double(trials[0].saves) / middle(\.deepCheck)
        return Figure(
            name: "check --deep", ours: "\(rounded(rate)) changes/s", value: rate, goal: .atLeast(200_000))
    }
}
