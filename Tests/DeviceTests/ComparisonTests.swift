import Device
import FieldRecords
import Foundation
import Reports
import Store
import Testing

@Suite("why two reports differ")
struct ComparisonTests {
    static let period = ReportRequest(from: CivilDate("2023-11-01"), to: CivilDate("2023-11-30"))

    /// The other device's report, as it comes: a file of JSON.
    static func report(of device: Device, place: String? = nil) throws -> OtherReport {
        var request = period
        request.place = place
        return try OtherReport(json: Array(device.report(request, withRecords: true).json.pretty.utf8))
    }

    static func reasons(_ comparison: Comparison, _ id: FigureID) -> [String] {
        comparison.entries.first { $0.figure.id == id }?.differences.map {
            "\($0.number) \($0.isCountedHere ? "here" : "") \($0.isCountedThere ? "there" : "") \($0.reason.code)"
        } ?? []
    }

    @Test("what is not yet carried is told by number, from both sides")
    func notCarried() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        try network.exchange(station, network.host)
        try station.addIssue()
        let fromStation = try Self.report(of: station)
        let atHost = try network.host.compare(with: fromStation, place: nil).comparison
        #expect(Self.reasons(atHost, .issuesRaised) == ["037-2  there not_yet_carried"])
        let fromHost = try Self.report(of: network.host, place: "037")
        let atStation = try station.compare(with: fromHost, place: nil).comparison
        #expect(Self.reasons(atStation, .issuesRaised) == ["037-2 here  not_yet_carried"])
        #expect(atStation.entries.first { $0.figure.id == .issuesRaised }?.here == 2)
        #expect(!atStation.isEqual)
        try network.exchange(station, network.host)
        #expect(try network.host.compare(with: Self.report(of: station), place: nil).comparison.isEqual)
    }

    @Test("what was edited since is told, from both sides")
    func editedSince() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let number = try station.addIssue()
        try network.exchange(station, network.host)
        try station.edit(number, "date", "2023-12-24")
        let atHost = try network.host.compare(with: Self.report(of: station), place: nil).comparison
        #expect(Self.reasons(atHost, .issuesRaised) == ["037-1 here  edited_since"])
        let atStation = try station.compare(with: Self.report(of: network.host, place: "037"), place: nil).comparison
        #expect(Self.reasons(atStation, .issuesRaised) == ["037-1  there edited_since"])
    }

    @Test("a sum names the records that count differently on both sides")
    func sums() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let number = try station.addRecord(
            form: "handout", typed: [("item", "手套"), ("quantity", "10")], files: [], place: nil, by: nil
        ).number
        try network.exchange(station, network.host)
        try station.edit(number, "quantity", "12")
        let comparison = try station.compare(with: Self.report(of: network.host, place: "037"), place: nil).comparison
        let packs = try #require(comparison.entries.first { $0.figure.id == .packs })
        #expect(packs.here == 12 && packs.there == 10)
        #expect(packs.differences.map(\.reason) == [.editedHere])
        #expect(packs.differences[0].amounts.here == 12 && packs.differences[0].amounts.there == 10)
    }

    @Test("what a device that is not admitted wrote is refused")
    func notAdmitted() throws {
        let network = try TestNetwork()
        _ = try network.station("037")
        // A second user of an invitation waits for a person to admit it.
        let invitation = try network.host.inviteMember(place: "037")
        let first = try Device.join(network.options("first"), invitation: invitation.document, by: nil)
        let second = try Device.join(network.options("second"), invitation: invitation.document, by: nil)
        for device in [first, second] {
            try device.addIssue()
            try network.host.take(try network.bundleForHost(from: device))
        }
        let atHost = try network.host.compare(with: Self.report(of: second), place: nil).comparison
        let issues = try #require(atHost.entries.first { $0.figure.id == .issuesRaised })
        #expect(issues.here == 1 && issues.there == 1, "equal numbers of different records")
        let refused = issues.differences.filter { !$0.isCountedHere }
        #expect(refused.map(\.reason) == [.refusedHere])
    }

    @Test("what a revoked device wrote after the cut is refused, as the report of the host tells it")
    func revoked() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let number = try station.addIssue()
        try network.exchange(station, network.host)
        try network.host.revoke("037")
        try station.addIssue()
        try station.edit(number, "date", "2023-12-24")
        try network.host.edit(try network.host.addIssue(place: "037"), "date", "2023-12-24")
        try network.host.take(try network.bundleForHost(from: station))
        let report = try Self.report(of: network.host, place: "037")
        let atStation = try station.compare(with: report, place: nil).comparison
        #expect(Self.reasons(atStation, .issuesRaised) == ["037-1  there refused", "037-2 here  refused"])
        let atHost = try network.host.compare(with: Self.report(of: station), place: nil).comparison
        #expect(Self.reasons(atHost, .issuesRaised) == ["037-1 here  refused", "037-2  there refused"])
    }

    @Test("a conflict is told as one, until it is settled and carried")
    func conflict() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let number = try station.addIssue()
        try network.exchange(station, network.host)
        _ = try station.editRecord(
            number: number, typed: [("status", "resolved"), ("closed_on", "2023-11-09")], files: [], by: nil)
        try network.host.edit(number, "status", "declined")
        try network.host.take(try network.bundleForHost(from: station))
        let atHost = try network.host.compare(with: Self.report(of: station), place: nil).comparison
        #expect(Self.reasons(atHost, .issuesResolved) == ["037-1  there in_conflict"])
        _ = try network.host.settle(
            number: number, field: "status", typed: "resolved", keep: nil, by: nil)
        try network.carry(network.host, to: station)
        #expect(try network.host.compare(with: Self.report(of: station), place: nil).comparison.isEqual)
    }

    @Test("another network's report, another place's, and what is no report are refused")
    func refused() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try network.station("038")
        let strange = try TestNetwork()
        expectFailure(.badData) {
            _ = try network.host.compare(with: try Self.report(of: strange.host), place: nil)
        }
        expectFailure(.badData) {
            _ = try network.host.compare(with: try Self.report(of: station), place: "038")
        }
        expectFailure(.notPermitted) {
            _ = try station.compare(with: try Self.report(of: network.host), place: nil)
        }
        for text in ["", "{}", "[]", "{\"network\":\"x\"}", "<html>"] {
            #expect(throws: ReportsError.notAReport) { try OtherReport(json: Array(text.utf8)) }
        }
    }
}
