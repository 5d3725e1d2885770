import Device
import FieldRecords
import Testing

@Suite("What the district's devices told")
struct NoticeOrderTests {
    /// Everything that a device knows from notices, and of the records.
    private struct Known: Equatable, CustomStringConvertible {
        let members: [String]
        let places: [String]
        let forms: [String]
        let titles: [String]
        let records: Int
        let digests: [String: String]

        init(_ device: Device) throws {
            members = try device.members().map { "\($0.key.prefix(4)) \($0.replica) \($0.place) \($0.standing)" }
                .sorted()
            places = try (device.towns() + device.stations()).map { "\($0.code) \($0.name) \($0.isClosed)" }.sorted()
            forms = try device.forms().map(\.name).sorted()
            titles = try device.issueTitles()
            records = try device.status().records
            digests = try device.digests()
        }

        var description: String { "\(members) \(places) \(forms) \(titles) \(records) \(digests)" }
    }

    /// A district with two more devices, of which one says much that the first cuts off unheard.
    private struct District {
        let network: TestNetwork
        let staff: Device
        let watchers: [Device]
        let station: Device
        let impostor: Device

        init(watchers count: Int) throws {
            let network = try TestNetwork()
            let host = network.host
            let invitation = try host.inviteStation(name: "驿站 037", town: "T01", code: "037", host: nil)
            station = try network.enrol(
                try Device.join(network.options("037"), invitation: invitation.document, by: "王芳"))
            let staff = try network.member(of: nil, home: "staff")
            let watchers = try (0..<count).map { try network.member(of: nil, home: "watcher \($0)") }
            try station.addIssue([("title", "本站的")])
            try network.carry(station, to: host)
            impostor = try Device.join(
                network.options("impostor", notes: "notes of impostor"), invitation: invitation.document, by: nil)
            try impostor.addIssue([("title", "另一台的")])
            try host.take(try network.bundleForHost(from: impostor))
            for device in [staff] + watchers { try network.carry(host, to: device) }
            (self.network, self.staff, self.watchers) = (network, staff, watchers)
        }

        /// What one device of the district says to each of the watchers.
        func words(of device: Device) throws -> [String] {
            try watchers.map { try network.bundle(from: device, to: $0) }
        }
    }

    @Test("comes to the same in every order, where one of them was cut off before much that it had said")
    func cutOff() throws {
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        let district = try District(watchers: orders.count)
        let (network, host, staff) = (district.network, district.network.host, district.staff)
        try staff.admit(try #require(try staff.members().first { $0.standing == "waiting" }?.replica))
        #expect(try staff.issueTitles() == ["另一台的", "本站的"])
        _ = try staff.addTown(name: "南镇", code: "T09")
        _ = try staff.renameStation(code: "037", name: "改了名的站")
        _ = try staff.addForm(
            csv: Array("survey\n,type,name,label\n,text,what,什么\nsettings\n,form_id,version\n,extra,1\n".utf8))
        let early = try district.words(of: staff)
        try staff.revoke("037")
        _ = try staff.closeStation(code: "037")
        let late = try district.words(of: staff)
        try host.retire("hostb")
        let word = try district.words(of: host)
        for (order, watcher) in district.watchers.indices.map({ (orders[$0], $0) }) {
            let bundles = [early[watcher], late[watcher], word[watcher]]
            for place in order { try district.watchers[watcher].take(bundles[place]) }
        }
        try network.carry(staff, to: host)
        let known = try Known(host)
        #expect(known.titles == ["本站的"] && known.places.count == 3)
        for (order, watcher) in zip(orders, district.watchers) {
            #expect(try Known(watcher) == known, "\(order)")
            try expectSound(watcher)
        }
        // Given again, it counts all of it, everywhere.
        try host.retire("hostb")
        let counted = try Known(host)
        #expect(counted.titles == ["另一台的", "本站的"] && counted.places.count == 4)
        for watcher in district.watchers {
            try network.carry(host, to: watcher)
            #expect(try Known(watcher) == counted)
        }
        try expectSound(host)
    }

    @Test("of a device that was let in by a word that counts no more is not lost to who had built on it")
    func builtUpon() throws {
        let district = try District(watchers: 1)
        let (network, host, staff) = (district.network, district.network.host, district.staff)
        let watcher = try #require(district.watchers.first)
        try staff.admit(try #require(try staff.members().first { $0.standing == "waiting" }?.replica))
        try network.carry(staff, to: watcher)
        let number = try #require(
            try watcher.numbers(form: "issue").first { try watcher.text($0, "title") == "另一台的" })
        try watcher.edit(number, "note", "看过")
        let later = try watcher.addIssue([("title", "后来的")], place: "037")
        try host.retire(try staff.status().replica)
        for _ in 0..<2 { try network.exchange(watcher, host) }
        for device in [host, watcher] {
            #expect(try device.issueTitles() == ["后来的", "本站的"])
            #expect(try device.members().contains { $0.standing == "waiting" })
            try expectSound(device)
        }
        try expectSame(host, watcher)
        try watcher.edit(later, "title", "再改")
        try network.exchange(watcher, host)
        try host.admit(try #require(try host.members().first { $0.standing == "waiting" }?.replica))
        try network.exchange(watcher, host)
        for device in [host, watcher] { #expect(try device.issueTitles() == ["再改", "另一台的", "本站的"]) }
        try expectSame(host, watcher)
        try expectSound(host, watcher)
    }

    @Test("of each other, apart, that both are ended: the senior's word counts everywhere", arguments: [false, true])
    func eachOther(isRevocation: Bool) throws {
        let district = try District(watchers: 2)
        let (network, host, staff) = (district.network, district.network.host, district.staff)
        func end(_ label: String, by device: Device) throws {
            if isRevocation { try device.revoke(label) } else { try device.retire(label) }
        }
        try end(try host.status().replica, by: staff)
        _ = try staff.addTown(name: "南镇", code: "T09")
        try end(try staff.status().replica, by: host)
        _ = try host.addTown(name: "北镇", code: "T08")
        let words = try [district.words(of: host), district.words(of: staff)]
        for (index, watcher) in district.watchers.enumerated() {
            for word in index == 0 ? words : words.reversed() { try watcher.take(word[index]) }
        }
        let known = try Known(district.watchers[0])
        #expect(try Known(district.watchers[1]) == known)
        #expect(known.places.contains { $0.hasPrefix("T08") } && !known.places.contains { $0.hasPrefix("T09") })
        for watcher in district.watchers { try network.carry(watcher, to: host) }
        try expectSound(host, district.watchers[0], district.watchers[1])
        #expect(try Known(host) == known)
    }
}
