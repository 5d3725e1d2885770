import Device
import FieldRecords
import Testing

@Suite("A device's file copied and used in both places")
struct CopyTests {
    /// Exchanges until all that can travel has travelled.
    private static func settle(_ network: TestNetwork, _ devices: [Device]) throws {
        for _ in 0..<3 {
            for device in devices {
                try network.host.take(try network.bundleForHost(from: device))
                for label in try network.host.members().filter({ $0.standing == "waiting" }).map(\.replica) {
                    try network.host.admit(label)
                }
                try network.carry(network.host, to: device)
            }
        }
    }

    private static func expectAllTitles(_ titles: [String], at devices: [Device]) throws {
        for device in devices {
            let numbers = try device.numbers()
            #expect(Set(numbers).count == numbers.count, "no number is given twice")
            #expect(try numbers.map { try device.text($0, "title") ?? "" }.sorted() == titles.sorted())
        }
        for device in devices.dropFirst() { try expectSame(devices[0], device) }
        for device in devices { try expectSound(device) }
    }

    @Test("on one machine is found at once: the one that writes second goes on under a new name")
    func sameMachine() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue([("title", "共有")])
        try network.exchange(station, network.host)
        try network.copyHome("037", to: "copy")
        let copy = try Device.open(network.options("copy"))
        try station.addIssue([("title", "原件")])
        try copy.addIssue([("title", "副本")])
        #expect(try copy.status().replica.hasPrefix("037~"))
        #expect(try station.status().replica == "037")
        try station.addIssue([("title", "原件二")])
        try copy.addIssue([("title", "副本二")])
        try Self.settle(network, [station, copy])
        try Self.expectAllTitles(["共有", "原件", "副本", "原件二", "副本二"], at: [network.host, station, copy])
        for device in [network.host, station, copy] { #expect(try device.status().forks.isEmpty) }
        #expect(try station.status().replica == "037")
        #expect(try copy.status().replica == "037b")
    }

    @Test("moved to another folder of one machine stays what it was")
    func moved() throws {
        let network = try TestNetwork()
        try network.station("037").addIssue()
        try network.copyHome("037", to: "moved")
        let moved = try Device.open(network.options("moved"))
        #expect(try moved.addIssue() == "037-2")
        #expect(try moved.status().replica == "037")
    }

    // What the exchange must come to once a fork is found: the branch with the smaller hash keeps the name, the writer
    // of the other issues its changes anew, and nobody lacks a record in the end.
    @Test("on two machines is found by exchange, and no record of either branch is lost", arguments: [false, true])
    func twoMachines(originalComesFirst: Bool) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue([("title", "共有"), ("note", "原文")])
        try network.exchange(station, network.host)
        try network.copyHome("037", to: "copy")
        let copy = try Device.open(network.options("copy", notes: "other machine"))
        for (index, device) in [station, copy].enumerated() {
            for count in 0..<(2 + index) { try device.addIssue([("title", "分支 \(index) 第 \(count)")]) }
            try device.edit("037-1", "note", "分支 \(index) 改的")
        }
        try Self.settle(network, originalComesFirst ? [station, copy] : [copy, station])
        let titles = ["共有", "分支 0 第 0", "分支 0 第 1", "分支 1 第 0", "分支 1 第 1", "分支 1 第 2"]
        try Self.expectAllTitles(titles, at: [network.host, station, copy])
        let labels = try [station, copy].map { try $0.status().replica }
        #expect(Set(labels).count == 2, "one of the two has a new name")
        #expect(labels.contains("037"))
        for device in [network.host, station, copy] {
            let conflicts = try device.allConflicts()
            #expect(conflicts.map(\.field) == ["note"])
            #expect(Set(conflicts.flatMap(\.values).map { "\($0.value)" }).count == 2)
        }
    }

    @Test("and met by a third device of the place before the host heard of it, ends in one state")
    func thirdDevice() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let third = try network.member(of: "037", home: "037b")
        try network.carry(network.host, to: station)
        try station.addIssue([("title", "共有"), ("note", "原文")])
        try network.exchange(station, third)
        try network.copyHome("037", to: "copy")
        let copy = try Device.open(network.options("copy", notes: "other machine"))
        try station.edit("037-1", "note", "原件改的")
        try station.addIssue([("title", "原件")])
        try copy.edit("037-1", "note", "副本改的")
        try copy.addIssue([("title", "副本")])
        try network.carry(copy, to: third)
        // The third builds on one branch before anybody knows of the other.
        try third.edit("037-1", "note", "第三台看了副本再改")
        try network.carry(station, to: third)
        try Self.settle(network, [third, station, copy])
        try Self.expectAllTitles(["共有", "原件", "副本"], at: [network.host, third, station, copy])
    }
}
