import Store

extension Device {
    /// After how many milliseconds without a word a station counts as silent: a week.
    private static let silentAfterMilliseconds: Int64 = 7 * 24 * 60 * 60 * 1000

    /// How many open stations with a device of this network were not heard from for over a week, by a session or a
    /// bundle, by this device's clock.
    package func silentStations() throws -> Int {
        let now = environment.now()
        return try read { reading, _ in
            let heard = try reading.lastHeard()
            var newest: [UInt64: Int64] = [:]
            for replica in try reading.replicas() where replica.standing == .enrolled {
                newest[replica.node] = max(newest[replica.node] ?? 0, heard[replica.label] ?? 0)
            }
            return try reading.nodes().filter { node in
                node.kind == "station" && !node.isClosed
                    && newest[node.id].map { now - $0 > Device.silentAfterMilliseconds } ?? false
            }.count
        }
    }
}
