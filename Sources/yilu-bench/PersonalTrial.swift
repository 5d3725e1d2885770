import Device

/// What it costs that a field can be erased: the same records with the name in `owner`, and in `raised_by`, which is
/// personal. Each record then has an erasure key of 16 random bytes, and nothing makes that shorter.
struct PersonalTrial {
    /// Bytes of a bundle that a record takes more.
    let bytesMore: Double

    init(records: Int, folder: String) throws {
        let bytes = try ["owner", "raised_by"].map { nameField in
            let network = try BenchNetwork(folder: "\(folder)/\(nameField)")
            let station = try network.station("001")
            let workload = Workload(records: records, edits: 0, nameField: nameField)
            try station.take(try WorkloadFiles(workload, folder: network.folder).records)
            return try Double(station.exportBundle(to: "host", out: network.folder + "/bundle.yilu")[0].bytes)
        }
        bytesMore = (bytes[1] - bytes[0]) / Double(records)
    }
}
