import Device
import FieldRecords
import Foundation
import Reports
import Store
import Testing

@Suite("Reasons why two reports differ, of fields that a figure does not count by")
struct ComparedReasonTests {
    @Test("what a revoked device wrote into a field that no figure counts is no reason")
    func voidNote() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let revoked = try network.member(of: "037", home: "037b")
        let packs = try station.addHandout()
        let issue = try station.addIssue()
        try network.exchange(station, network.host)
        try network.carry(network.host, to: revoked)
        try network.host.revoke("037b")
        for number in [packs, issue] { try revoked.edit(number, "note", "吊销以后") }
        try network.host.take(try network.bundleForHost(from: revoked))
        try network.carry(network.host, to: station)
        try station.edit(packs, "quantity", "9")
        try station.edit(issue, "date", "2023-12-24")
        let atHost = try network.host.compare(with: ComparisonTests.report(of: station), place: nil).comparison
        #expect(ComparisonTests.reasons(atHost, .issuesRaised) == ["037-2 here  edited_since"])
        #expect(ComparisonTests.reasons(atHost, .packs) == ["037-1 here there edited_since"])
        let atStation = try station.compare(with: ComparisonTests.report(of: network.host, place: "037"), place: nil)
            .comparison
        #expect(ComparisonTests.reasons(atStation, .issuesRaised) == ["037-2  there edited_since"])
        #expect(ComparisonTests.reasons(atStation, .packs) == ["037-1 here there edited_since"])
    }

    @Test("a conflict in a field that no figure counts hides no edit, and one in a field that it counts is told")
    func conflictBeside() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let number = try station.addHandout()
        try network.exchange(station, network.host)
        try station.edit(number, "note", "站里")
        try network.host.edit(number, "note", "区里")
        try network.exchange(station, network.host)
        #expect(try station.allConflicts().count == 1)
        try station.edit(number, "quantity", "50")
        let told = try station.compare(with: ComparisonTests.report(of: network.host, place: "037"), place: nil)
            .comparison
        #expect(ComparisonTests.reasons(told, .packs) == ["037-1 here there edited_since"])
        try network.exchange(station, network.host)
        try network.host.edit(number, "quantity", "7")
        try station.edit(number, "quantity", "8")
        try network.carry(network.host, to: station)
        let later = try station.compare(with: ComparisonTests.report(of: network.host, place: "037"), place: nil)
            .comparison
        #expect(ComparisonTests.reasons(later, .packs) == ["037-1 here there in_conflict"])
    }
}

extension Device {
    /// Begins a handout of five.
    fileprivate func addHandout() throws -> String {
        try addRecord(
            form: "handout", typed: [("item", "手套"), ("quantity", "5")], files: [], place: nil, by: nil
        ).number
    }
}
