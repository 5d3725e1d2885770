import Device
import Seeds
import Testing

@Suite("A damaged bundle")
struct BitFlipTests {
    /// How many of a small bundle's bits are tried.
    private static let flips = 2_000

    /// What a damaged bundle must leave as it is.
    private struct State: Equatable {
        let digests: [String: String]
        let changes: Int
        let records: Int
        let rows: [String]

        init(_ device: Device, home: String) throws {
            let status = try device.status()
            digests = try device.digests()
            changes = status.changes
            records = status.records
            rows = try StoreFile(home).dump(
                "chunk", "void", "record", "log", "head", "parked", "fork", "import_key", "blob", "receipt", "node",
                "form")
        }
    }

    /// A station with a few records, and a bundle of them for the host.
    private static func small() throws -> (network: TestNetwork, station: Device, file: String, bytes: [UInt8]) {
        let network = try TestNetwork()
        let station = try network.station("037")
        for count in 1...3 { try station.addIssue([("note", "第 \(count) 条"), ("raised_by", "陈先生")]) }
        let file = try network.bundleForHost(from: station)
        return (network, station, file, try file.bytes())
    }

    /// Takes a bundle that may be damaged.
    ///
    /// - Returns: whether the damage was reported, as an error or as a problem inside.
    private static func reports(_ file: String, at device: Device) throws -> Bool {
        do { return try !device.take(file).problems.isEmpty } catch is DeviceError { return true }
    }

    @Test(
        "with one bit flipped changes nothing and is reported, whether its content is new or held",
        arguments: [false, true])
    func flippedBit(isHeld: Bool) throws {
        let (network, station, good, bytes) = try Self.small()
        if isHeld { try network.host.take(good) }
        let before = try State(network.host, home: network.path("host"))
        var random = SeededRandom(2023)
        let file = network.freshPath("yilu")
        // Positions go round the whole file, each in another bit; the second run takes a tenth of them.
        let count = isHeld ? Self.flips / 10 : Self.flips
        for index in 0..<min(count, bytes.count * 8) {
            let position = index * bytes.count / count
            var flipped = bytes
            flipped[position] ^= 1 << UInt8(random.below(8))
            try file.write(flipped)
            #expect(try Self.reports(file, at: network.host), "byte \(position) of \(bytes.count)")
            if index.isMultiple(of: 100) {
                #expect(try State(network.host, home: network.path("host")) == before, "up to byte \(position)")
            }
        }
        #expect(try State(network.host, home: network.path("host")) == before)
        #expect(try network.host.take(good).changes.applied == (isHeld ? 0 : 3))
        try expectSame(network.host, station)
        try expectSound(network.host)
    }

    @Test("cut off at any length keeps whole chunks only, and is reported")
    func truncated() throws {
        let (network, station, good, bytes) = try Self.small()
        let file = network.freshPath("yilu")
        let before = try network.host.digests()
        for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 250)) + [bytes.count - 1] {
            try file.write(Array(bytes.prefix(length)))
            #expect(try Self.reports(file, at: network.host), "\(length) of \(bytes.count) bytes")
        }
        #expect(try network.host.digests() == before)
        try network.host.take(good)
        try expectSame(network.host, station)
    }

    @Test("with bytes after its end, or made of nothing but noise, is refused", arguments: [0, 1, 16, 4096, 1 << 20])
    func noise(count: Int) throws {
        let (network, _, _, bytes) = try Self.small()
        var random = SeededRandom(UInt64(count))
        let noise = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let before = try State(network.host, home: network.path("host"))
        let file = network.freshPath("yilu")
        try file.write(noise)
        expectFailure(.badData) { try network.host.take(file) }
        #expect(try State(network.host, home: network.path("host")) == before)
        guard count > 0 else { return }
        try file.write(bytes + noise)
        #expect(try Self.reports(file, at: network.host))
    }
}
