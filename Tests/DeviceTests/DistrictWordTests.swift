import Device
import FieldRecords
import Seeds
import Testing

@Suite("What the district is said to have")
struct DistrictWordTests {
    /// A device that was opened long ago counts on from where it stood; one that was opened just now counts all.
    @Test("a count that goes on says what a new one says, whatever came in between", arguments: 0..<6 as Range<UInt64>)
    func goesOn(seed: UInt64) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let second = try network.member(of: "037", home: "037b")
        var random = SeededRandom(seed)
        for turn in 0..<40 {
            let writer = random.oneIn(3) ? second : station
            switch random.below(8) {
            case 0...3: try writer.addIssue([("title", "\(turn)")])
            case 4, 5:
                let numbers = try writer.numbers()
                if !numbers.isEmpty { try writer.edit(random.one(of: numbers), "note", "\(turn)") }
            case 6: try network.carry(writer, to: network.host)
            default: try network.carry(network.host, to: random.oneIn(2) ? station : second)
            }
            for (device, home) in [(station, "037"), (second, "037b")] {
                let word = try #require(try device.status().district)
                let anew = try #require(try Device.open(network.options(home)).status().district)
                #expect(word.phrases.map(\.en) == anew.phrases.map(\.en), "turn \(turn)")
                #expect(word.recordsNew == anew.recordsNew && word.recordsChanged == anew.recordsChanged)
                #expect(word.upTo == anew.upTo)
            }
        }
        try network.exchange(station, network.host)
        try network.exchange(second, network.host)
        try network.exchange(station, network.host)
        for device in [station, second] { #expect(try device.status().district?.isAll == true) }
    }

    @Test("names the last record of people, not what the program notes for itself")
    func ownNotes() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        for _ in 0..<2 { try station.addIssue() }
        _ = try station.mergeRecords(keep: "037-1", other: "037-2", take: nil, by: nil)
        try network.exchange(station, network.host)
        #expect(try station.status().district?.upTo == "037-2")
    }

    @Test(
        "what a device wrote under its former name is counted, too, after a restore and in a copy",
        arguments: [true, false])
    func successor(isRestored: Bool) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        for title in ["一", "二", "三"] { try station.addIssue([("title", title)]) }
        let next: Device
        if isRestored {
            try station.backup(to: network.path("backup"), passphrase: nil)
            next = try Device.restore(network.options("next"), file: network.path("backup"), passphrase: nil)
        } else {
            try network.copyHome("037", to: "next")
            try station.edit("037-1", "note", "原件先写")
            next = try Device.open(network.options("next"))
        }
        let number = try next.addIssue([("title", "四")])
        #expect(number.hasPrefix("037~") && number.hasSuffix("-4"))
        func upTo() throws -> String? { try next.status().district?.upTo }
        #expect(try upTo() == nil)
        #expect(try next.status().district?.recordsNew == 4)
        try network.exchange(next, network.host)
        #expect(try upTo() == next.status().replica + "-4")
        try next.addIssue([("title", "五")])
        #expect(try upTo() == next.status().replica + "-4")
        try network.exchange(next, network.host)
        #expect(try upTo() == next.status().replica + "-5")
    }

    @Test("it stands at the last record before the first that the district lacks, whatever its name")
    func formerName() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        for title in ["一", "二"] { try station.addIssue([("title", title)]) }
        try network.exchange(station, network.host)
        try station.backup(to: network.path("backup"), passphrase: nil)
        let restored = try Device.restore(network.options("next"), file: network.path("backup"), passphrase: nil)
        #expect(try restored.status().district?.upTo == "037-2")
        try restored.addIssue([("title", "三")])
        #expect(try restored.status().district?.upTo == "037-2")
        #expect(try restored.status().district?.recordsNew == 1)
    }

    @Test("of a device that does not count nothing is claimed, and it is told why")
    func uncounted() throws {
        let network = try TestNetwork()
        let station = try network.joinStation("037")
        try station.addIssue()
        #expect(try station.status().standing == "waiting")
        #expect(try station.status().district?.phrases.first?.en.contains("until it does") == true)
        try network.exchange(station, network.host)
        #expect(try station.status().district?.phrases.map(\.en).contains { $0.contains("count") } == false)
        #expect(try station.status().district?.upTo == "037-1")
        for (standing, word) in [("revoked", "revoked"), ("retired", "retired")] {
            try StoreFile(network.path("037")).execute(
                "UPDATE replica SET standing = '\(standing)' WHERE label = '037'")
            let status = try Device.open(network.options("037")).status()
            #expect(status.standing == standing && status.district?.upTo == nil)
            let phrases = status.district?.phrases ?? []
            #expect(phrases.first?.en.contains(word) == true)
            #expect(!phrases.contains { $0.en.contains("everything") })
        }
    }
}
