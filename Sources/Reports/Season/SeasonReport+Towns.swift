extension SeasonReport {
    /// One row a town to which something belongs: the value of each figure, in their order; nil where it has none.
    package var townRows: [(town: String, values: [Double?])] {
        let parts = figures.map { result in
            Dictionary(result.byTown.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        }
        return towns.map { town in (town, parts.map { $0[town] }) }.filter { row in
            row.1.contains { $0.map { $0 > 0 } ?? false }
        }
    }
}
