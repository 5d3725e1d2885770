extension GrowthTrial {
    var figures: [Figure] {
        guard let last = points.last, let base = points.last(where: { $0.changes < last.changes / 50 }) ?? points.first
        else { return [] }
        let per = { (seconds: Double) in "\(rounded(seconds / Double(deedSaves) * 1e6)) us a save" }
        let processes = [("opening the store", last.open), ("status", last.status), ("record add", last.add)]
        return [
            Figure(
                name: "import at a host of \(last.changes) changes", ours: per(last.take),
                peer: "of \(base.changes): \(per(base.take))", value: last.take / base.take, goal: .atMost(1.3))
        ]
            + processes.map { name, seconds in
                Figure(
                    name: "\(name), a process, at \(last.changes)", ours: "\(rounded(seconds * 1e3)) ms",
                    value: seconds * 1e3, goal: .atMost(100))
            }
    }

    /// Time against size.
    var plot: GrowthPlot {
        let perSave = Double(deedSaves) / 1e6
        return GrowthPlot(
            title: "What a host takes for one deed, by the changes it holds",
            unit: "microseconds",
            series: [
                ("import, a save", points.map { (Double($0.changes), $0.take / perSave) }),
                ("export, a save", points.map { (Double($0.changes), $0.export / perSave) }),
                ("saving a record", points.map { (Double($0.changes), $0.save * 1e6) }),
                ("listing 100 records", points.map { (Double($0.changes), $0.list * 1e6) }),
            ])
    }
}
