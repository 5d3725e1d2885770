import Device
import FieldRecords
import Testing

@Suite("The invitation of a device that moves")
struct MoveInvitationTests {
    @Test("leaves it to whoever wrote there before, unless somebody else is named")
    func author() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        for place in ["041", "042"] { _ = try network.station(place) }
        try network.exchange(station, network.host)
        let moved = try network.join("037", try network.host.move("037", to: "041"))
        #expect(try moved.history(number: moved.addIssue()).first?.by == "王芳")
        try network.exchange(moved, network.host)
        try network.join("037", try network.host.move("041b", to: "042"), by: "赵敏")
        #expect(try moved.history(number: moved.addIssue()).first?.by == "赵敏")
    }

    @Test("is for one device: a copy is another, though nothing was saved since")
    func copied() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try network.station("041")
        try station.addIssue()
        try network.exchange(station, network.host)
        try network.copyHome("037", to: "copy")
        let invitation = try network.host.move("037", to: "041")
        try network.join("037", invitation)
        expectFailure(.notPermitted) { try network.join("copy", invitation) }
        let copy = try Device.open(network.options("copy"))
        #expect(try copy.numbers() == ["037-1"] && copy.status().replica.hasPrefix("037~"))
    }

    @Test("is withdrawn, and its label free, when the device is moved again; one that was used stays")
    func again() throws {
        let network = try TestNetwork()
        for place in ["037", "041", "042"] { _ = try network.station(place) }
        let other = try network.host.inviteMember(place: "041")
        let labels = try ["041", "042", "041"].map { try network.host.move("037", to: $0).label }
        #expect(labels == ["041c", "042b", "041c"])
        let open = try network.host.invitations().filter { $0.state == "open" }
        #expect(open.map(\.label) == [other.label, "041c"])
        try network.join("037", try network.host.move("037", to: "041"))
        try network.host.take(try network.bundleForHost(from: Device.open(network.options("037"))))
        _ = try network.host.move("037", to: "042")
        #expect(try network.host.invitations().contains { $0.label == "041c" && $0.state == "used" })
    }

    @Test("is for a place that is not closed, as every invitation is")
    func closed() throws {
        let network = try TestNetwork()
        _ = try network.station("037")
        _ = try network.joinStation("042")
        _ = try network.host.closeStation(code: "042")
        expectFailure(.badData) { _ = try network.host.move("037", to: "042") }
        expectFailure(.badData) { _ = try network.host.inviteMember(place: "042") }
        #expect(try network.host.members().first { $0.replica == "037" }?.standing == "enrolled")
    }

    @Test("is not written where it would be too large: what is too much is told, and the device stays")
    func tooMuch() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try network.station("041")
        try network.exchange(station, network.host)
        try StoreFile(network.path("host")).execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1600)
            INSERT INTO blob (digest, bytes) SELECT CAST(printf('%032d', i) AS BLOB), 1 FROM n;
            INSERT INTO blob_place (place, digest)
            SELECT (SELECT id FROM place WHERE notices = 0 AND node = (SELECT id FROM node WHERE code = '037')), digest
            FROM blob;
            """)
        let error = #expect(throws: DeviceError.self) { _ = try network.host.move("037", to: "041") }
        #expect(error?.kind == .badData)
        #expect(error?.what.en.contains("1600 missing photos") == true, "\(error?.what.en ?? "")")
        #expect(try network.host.members().first { $0.replica == "037" }?.standing == "enrolled")
    }
}
