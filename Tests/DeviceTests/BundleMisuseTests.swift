import Device
import FieldRecords
import Testing

@Suite("A sound bundle in the wrong hands or order")
struct BundleMisuseTests {
    @Test("of another network is not permitted, and changes nothing")
    func otherNetwork() throws {
        let ours = try TestNetwork()
        let theirs = try TestNetwork()
        let station = try theirs.station("037")
        try station.addIssue()
        let file = try theirs.bundleForHost(from: station)
        let before = try StoreFile(ours.path("host")).dump("chunk", "replica", "exchange")
        expectFailure(.notPermitted) { try ours.host.take(file) }
        #expect(try StoreFile(ours.path("host")).dump("chunk", "replica", "exchange") == before)
    }

    @Test("for another device is not permitted, and changes nothing")
    func otherReceiver() throws {
        let network = try TestNetwork()
        let one = try network.station("037")
        let other = try network.station("038")
        try one.addIssue()
        let file = try network.bundleForHost(from: one)
        expectFailure(.notPermitted) { try other.take(file) }
        #expect(try other.status().records == 0)
        let inspection = try other.inspectBundle(file: file)
        #expect(!inspection.isForUs)
        #expect(inspection.receivers == ["host"])
        #expect(inspection.changes == 1)
    }

    @Test("taken in a second time says when it was received before, and changes nothing")
    func replayed() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        for _ in 0..<5 { try station.addIssue() }
        let file = try network.bundleForHost(from: station)
        let first = try network.host.take(file)
        #expect(first.changes.all == [5, 0, 0, 0])
        #expect(first.records.new == 5)
        #expect(first.receivedBefore == nil)
        let digests = try network.host.digests()
        network.clock.advance(days: 3)
        let second = try network.host.take(file)
        #expect(second.changes.all == [0, 5, 0, 0])
        #expect(second.records.all == [0, 0, 0])
        #expect(second.receivedBefore?.hasPrefix("2023-11-08T") == true)
        #expect(try network.host.digests() == digests)
    }

    @Test(
        "ahead of others is parked, the gap is told, and closes as they come",
        arguments: [
            [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0],
        ])
    func reordered(order: [Int]) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let second = try network.member(of: "037", home: "037b")
        try network.carry(network.host, to: station)
        try network.copyHome("037b", to: "late")
        // Three bundles, each of two changes, for a device that acknowledges each at once.
        var files: [String] = []
        for _ in 0..<3 {
            try station.addIssue()
            try station.addIssue()
            files.append(try network.bundle(from: station, to: second))
            try second.take(files[files.count - 1])
            try network.carry(second, to: station)
        }
        // A copy of that device as it was before takes them in another order.
        let late = try Device.open(network.options("late", notes: "elsewhere"))
        var arrived: Set<Int> = []
        for index in order {
            let summary = try late.take(files[index])
            arrived.insert(index)
            let reach = (0..<3).first { !arrived.contains($0) } ?? 3
            #expect(try late.numbers().count == 2 * reach)
            var expected: [String] = []
            var open: UInt64?
            for missing in reach..<3 where arrived.contains(where: { $0 > missing }) {
                if !arrived.contains(missing), open == nil { open = UInt64(2 * missing + 1) }
                if let from = open, arrived.contains(missing + 1) {
                    expected.append("037: \(from) to \(2 * missing + 2)")
                    open = nil
                }
            }
            #expect(summary.missing.map(\.text) == expected)
            #expect(try late.status().missing.map(\.text) == expected)
            #expect(summary.changes.parked == (reach < index ? 2 : 0))
        }
        try expectSame(late, station)
        try expectSound(late)
    }

    @Test("parked and brought again waits as before, and parks nothing twice")
    func parkedTwice() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let second = try network.member(of: "037", home: "037b")
        try network.carry(network.host, to: station)
        try network.copyHome("037b", to: "late")
        try station.addIssue()
        try network.exchange(station, second)
        try station.addIssue()
        let file = try network.bundle(from: station, to: second)
        let late = try Device.open(network.options("late", notes: "elsewhere"))
        #expect(try late.take(file).changes.all == [0, 0, 1, 0])
        let again = try late.take(file)
        #expect(again.changes.all == [0, 0, 1, 0])
        #expect(again.missing.map(\.text) == ["037: 1 to 1"] && again.receivedBefore != nil)
        #expect(try StoreFile(network.path("late")).dump("parked").count == 1)
        #expect(try late.status().records == 0)
    }

    @Test("cut off half way brings its whole chunks, and whole later the rest")
    func cutOff() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let lines = (0..<2_500).map { "{\"kind\":\"other\",\"title\":\"诉求 \($0)\",\"note\":\"\($0 * 7919 % 10_007)\"}" }
        let source = try network.write(Array(lines.joined(separator: "\n").utf8), "jsonl")
        #expect(try station.rows(source).added == 2_500)
        let file = try network.bundleForHost(from: station)
        let bytes = try file.bytes()
        // Header and identities take a good part of so small a bundle.
        let half = try network.write(Array(bytes.prefix(bytes.count * 4 / 5)), "yilu")
        let first = try network.host.take(half)
        #expect(first.problems.map(\.kind) == [.badData])
        #expect(first.changes.applied > 0 && first.changes.applied < 2_500)
        try expectSound(network.host)
        let second = try network.host.take(file)
        #expect(second.problems.isEmpty)
        #expect(second.changes.applied + first.changes.applied == 2_500)
        #expect(second.changes.already == first.changes.applied)
        try expectSame(network.host, station)
    }
}
