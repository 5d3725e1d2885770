import Foundation
import Testing

@Suite("sync between two machines", .serialized)
struct NamespaceTests {
    /// Calls from within a namespace.
    private func sync(
        _ scratch: Scratch, _ home: String, with address: String, from inside: [String]
    ) async throws -> Outcome {
        try await scratch.run(
            URL(filePath: inside[0]),
            inside.dropFirst() + [Scratch.program.path, "--home", home, "sync", address, "--lang", "en"])
    }

    @Test("each calls the other over a cable between two network namespaces, and nobody else can")
    func bothWays() async throws {
        guard let machines = Namespaces() else {
            print("two network namespaces cannot be made here (that takes root and `ip netns`): skipped")
            return
        }
        let (hostMachine, stationMachine) = (machines.inside(0), machines.inside(1))
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        for title in ["一", "二"] { try await scratch.done("037", "record", "add", "activity", "title=\(title)") }

        let host = try Served(scratch, "host", listen: "\(Namespaces.addresses[0]):8409", prefix: hostMachine)
        let first = try await sync(scratch, "037", with: Namespaces.addresses[0], from: stationMachine)
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.output.hasPrefix("Sent 2 new records."), "\(first.output)")
        try await scratch.expectAgreement(["037"])
        // Outside of both there is no way there.
        #expect(try await scratch.yilu("037", ["sync", "127.0.0.1"]).code == 69)
        #expect(host.stop().code == 0)
        #expect(host.lines.contains { $0.contains("remote=\(Namespaces.addresses[1])") }, "\(host.lines)")

        try await scratch.done("host", "record", "edit", "037-1", "people=9")
        let station = try Served(scratch, "037", listen: "\(Namespaces.addresses[1]):8409", prefix: stationMachine)
        let second = try await sync(scratch, "host", with: Namespaces.addresses[1], from: hostMachine)
        #expect(second.code == 0, "\(second.errors)")
        #expect(second.output.hasPrefix("Sent 1 edit."), "\(second.output)")
        #expect(station.stop().code == 0)
        try await scratch.expectAgreement(["037"])
    }

    @Test("a cable that is pulled out is told of, and once it is in again all goes on")
    func pulled() async throws {
        guard let machines = Namespaces() else {
            print("two network namespaces cannot be made here (that takes root and `ip netns`): skipped")
            return
        }
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "record", "add", "activity", "title=一")
        let host = try Served(scratch, "host", listen: "\(Namespaces.addresses[0]):8409", prefix: machines.inside(0))
        #expect(machines.plug(false))
        let failed = try await sync(scratch, "037", with: Namespaces.addresses[0], from: machines.inside(1))
        #expect(failed.code == 69 && failed.errors.contains("nobody answers"), "\(failed.errors)")
        #expect(machines.plug(true))
        let again = try await sync(scratch, "037", with: Namespaces.addresses[0], from: machines.inside(1))
        #expect(again.code == 0, "\(again.errors)")
        #expect(again.output.hasPrefix("Sent 1 new record."), "\(again.output)")
        host.stop()
        try await scratch.expectAgreement(["037"])
    }
}
