import Device
import FieldRecords
import Foundation
import Seeds
import Simulation
import Sticks
import Testing

@testable import DeviceTests

@Suite("A stick visit that anything may befall")
struct FaultTests {
    static let isLong = ProcessInfo.processInfo.environment["YILU_TEST_ALL"] == "1"

    /// A host, a station and a stick between them that carries another station's bundle too.
    final class Scene {
        let network: TestNetwork
        let station: Device
        let medium = MemoryMedium()
        var random = SeededRandom(6)
        private var rounds = 0
        /// What others put on the stick.
        let foreign: [String: [UInt8]]

        init() throws {
            network = try TestNetwork()
            station = try network.station("037")
            let other = try network.station("038")
            try other.addIssue([("title", "别站的")])
            _ = try other.visit(medium)
            foreign = medium.files.filter { $0.key.contains("038") }
        }

        /// Something new on both sides, that the next visits have to carry.
        func prepare() throws {
            rounds += 1
            try network.host.addIssue([("title", "主机 \(rounds)")], place: "037")
            #expect(try network.host.visit(medium).problems.isEmpty)
            try network.addPhoto(at: station, bytes: 3_000, random: &random, title: "站 \(rounds)")
        }

        /// A visit that the stick may fail in anywhere. It says what it did nevertheless, and what it met.
        func struckVisit(_ fault: MemoryMedium.Fault) throws -> StickVisit {
            medium.fail(fault)
            defer { if !medium.isGone { medium.heal() } }
            let visit = try station.visit(medium)
            for problem in visit.problems {
                #expect(problem.kind == .inputOutput || problem.kind == .cannotCreate, "\(problem.what.en)")
            }
            return visit
        }

        /// What others may expect of a stick that this befell, and that one more round brings everything over.
        func expectNothingLost(_ what: String) throws {
            try expectSound(station)
            let files = medium.files
            for (path, content) in foreign where files[path] != nil {
                #expect(files[path] == content, "\(what): another's file was rewritten")
            }
            let host = try network.host.visit(medium)
            #expect(host.problems.isEmpty, "\(what): \(host.problems.map(\.what.en))")
            #expect(try station.visit(medium).problems.isEmpty, "\(what)")
            #expect(try network.host.visit(medium).problems.isEmpty, "\(what)")
            let last = try station.visit(medium)
            #expect(last.problems.isEmpty && last.mayBePulled, "\(what)")
            try expectSame(network.host, station, "\(what)")
            let status = try station.status()
            #expect(status.waitingChanges == 0 && status.waitingPhotos == 0, "\(what)")
            #expect(try network.host.status().photosMissing == 0, "\(what)")
            #expect(last.unconfirmed == 0, "\(what)")
            let receipts = medium.files.keys.filter { $0.contains("/037-") && $0.hasSuffix(Stick.receiptSuffix) }
            #expect(receipts.count == 1, "\(what): \(receipts.sorted())")
            #expect(
                !medium.files.keys.contains { $0.hasSuffix(Stick.partSuffix) }, "\(what): \(medium.files.keys.sorted())"
            )
        }
    }

    @Test("each write, sync and rename fails once: nothing is lost, and one more visit brings everything over")
    func failing() throws {
        let scene = try Scene()
        let errors: [MediumError] = [.failed(code: 5), .full, .gone, .readOnly]
        var steps: Set<String> = []
        var number = 0
        while true {
            try scene.prepare()
            let visit = try scene.struckVisit(.fails(at: number, errors[number % errors.count]))
            steps.formUnion(scene.medium.steps.map { String($0.prefix { $0 != " " }) })
            let isDone = !scene.medium.wasStruck
            if isDone { #expect(visit.problems.isEmpty) }
            if visit.problems.isEmpty { #expect(visit.mayBePulled) }
            try scene.expectNothingLost("step \(number)")
            if isDone { break }
            number += 1
        }
        #expect(steps.isSuperset(of: ["create", "write", "fsync", "close", "rename", "sync", "remove", "flush"]))
        #expect(number > 20, "\(number) steps")
    }

    @Test("a stick whose folder is removed meanwhile is gone, and nobody is told that it may be pulled out")
    func removed() throws {
        let scene = try Scene()
        try scene.prepare()
        let visit = try scene.struckVisit(.fails(at: 1, .missing))
        #expect(visit.problems.map(\.what.en) == ["the stick is gone: was it pulled out?"] && !visit.mayBePulled)
    }

    @Test(
        "each write, sync and rename is the last before power is lost: the stick is usable, and one more visit brings everything over",
        arguments: MemoryMedium.Survival.allCases)
    func powerLost(survival: MemoryMedium.Survival) throws {
        let scene = try Scene()
        let stride = Self.isLong ? 1 : 5
        var number = MemoryMedium.Survival.allCases.firstIndex(of: survival)! % stride
        while true {
            try scene.prepare()
            _ = try scene.struckVisit(.lastBeforePowerLoss(number))
            let isDone = !scene.medium.wasStruck
            scene.medium.restart(survival, random: &scene.random)
            try scene.expectNothingLost("power lost at step \(number), \(survival)")
            if isDone { break }
            number += stride
        }
        #expect(number > 20, "\(number) steps")
    }
}
