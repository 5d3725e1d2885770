import Bundles
import Causality
import FieldRecords
import Membership
import Store

extension Device {
    /// Tells what a bundle is without opening it.
    package func inspectBundle(file: String) throws -> BundleInspectionView {
        try read { reading, own in
            try Device.inspect(file, verifying: false, naming: BundleNaming(reading, own), opening: nil)
        }
    }

    /// Checks every byte of a bundle; its content too where it is sealed to this device. Nothing is stored.
    package func verifyBundle(file: String) throws -> BundleInspectionView {
        try read { reading, own in
            try Device.inspect(
                file, verifying: true, naming: BundleNaming(reading, own),
                opening: { try Device.keys(for: $0, reading, own) })
        }
    }

    /// The same where there is no device at all: whoever finds a bundle may ask what it is.
    package static func inspectBundle(file: String) throws -> BundleInspectionView {
        try wording { try inspect(file, verifying: false, naming: BundleNaming(), opening: nil) }
    }

    package static func verifyBundle(file: String) throws -> BundleInspectionView {
        try wording { try inspect(file, verifying: true, naming: BundleNaming(), opening: { _ in nil }) }
    }

    private static func inspect(
        _ file: String, verifying: Bool, naming: BundleNaming, opening: ((BundleHeader) throws -> BundleKeys?)?
    ) throws -> BundleInspectionView {
        let inspection = try BundleInspection(try InputFile(path: file).read)
        let header = inspection.header
        var problems: [Phrase] = []
        if !inspection.isWhole {
            problems.append(Phrase(zh: "数据包不完整：被截断了", en: "the bundle is not whole: it was cut off"))
        }
        var contentChecked = false
        if verifying, let keys = try opening?(header) {
            problems = try contentProblems(file, keys: keys, naming: naming)
            contentChecked = true
        }
        return BundleInspectionView(
            network: "\(header.network)", isOurs: header.network == naming.network,
            sender: naming.label(header.sender), receivers: header.receivers.map { naming.label($0.replica) },
            isForUs: header.receivers.contains { $0.replica == naming.own },
            time: naming.text(header.created), version: 1,
            ranges: header.ranges.map {
                BundleInspectionView.Range(
                    place: naming.place($0.log.place), log: naming.label($0.log.replica), from: $0.from,
                    through: $0.through)
            },
            changes: header.ranges.reduce(0) { $0 + Int($1.count) }, photos: Int(header.photos.count),
            photoBytes: Int(clamping: header.photos.bytes), bytes: Int(clamping: inspection.bytes),
            frames: inspection.frames, problems: problems, contentChecked: contentChecked)
    }

    private static func contentProblems(_ file: String, keys: BundleKeys, naming: BundleNaming) throws -> [Phrase] {
        var problems: [Phrase] = []
        var reader = try BundleReader(try InputFile(path: file).read)
        if let root = naming.root { _ = try reader.verifySender(against: root) }
        try reader.open(with: keys)
        while true {
            do {
                guard let sections = try reader.next() else { return problems }
                for section in sections {
                    switch section {
                    case .chunk(let chunk), .branch(let chunk): _ = try chunk.verified(network: reader.header.network)
                    case .receipt(let receipt): try receipt.verify(network: reader.header.network)
                    case .identities(let identities):
                        for identity in identities {
                            if let root = naming.root { _ = try identity.verified(against: root) }
                        }
                    case .blob: break
                    }
                }
            } catch {
                problems.append(DeviceError(wording: error).what)
            }
        }
    }
}

/// Names for what a bundle's header tells by keys, as far as this device knows them.
private struct BundleNaming {
    var labels: [ReplicaID: String] = [:]
    var codes: [UInt64: String] = [:]
    var network: NetworkID?
    var root: RootCertificate?
    var own: ReplicaID?
    var utcOffsetMinutes = Own.utcOffsetMinutes

    init() {}

    init(_ reading: StoreReading, _ own: Own) throws {
        for replica in try reading.replicas() { labels[replica.replica] = replica.label }
        for node in try reading.nodes() { codes[node.id] = node.code }
        network = own.network
        root = own.root
        self.own = own.replica.replica
        utcOffsetMinutes = own.utcOffsetMinutes
    }

    func label(_ replica: ReplicaID) -> String {
        labels[replica] ?? String("\(replica)".prefix(8))
    }

    func place(_ place: PlaceID) -> String {
        (codes[place.node] ?? place.nodeText) + (place.isNotices ? "/notices" : "")
    }

    func text(_ time: HybridTime) -> String {
        "\(Moment(millisecondsSinceEpoch: time.milliseconds / 1000 * 1000, offsetMinutes: utcOffsetMinutes))"
    }
}
