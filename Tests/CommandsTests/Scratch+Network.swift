import Foundation
import Testing

extension Scratch {
    /// A district whose host is the device `host`.
    func makeDistrict(towns: [String] = ["百善镇"]) async throws {
        try await done("host", "district", "create", "--name", "昌平区")
        for town in towns { try await done("host", "town", "add", town) }
    }

    /// A station whose device joins; the device's folder has the station's code as its name.
    func makeStation(_ code: String, name: String? = nil, town: String = "百善镇", by: String = "王芳") async throws {
        try await done(
            "host", "station", "invite", name ?? "驿站\(code)", "--town", town, "--code", code, "--out",
            "\(code).invitation")
        try await done(code, "join", "\(code).invitation", "--by", by)
    }

    /// One more device at a place.
    func makeDevice(_ home: String, at place: String, by: String) async throws {
        try await done("host", "member", "invite", "--place", place, "--out", "\(home).invitation")
        try await done(home, "join", "\(home).invitation", "--by", by)
    }

    /// Carries what one device has for another, by a file.
    @discardableResult
    func carry(from sender: String, to receiver: String) async throws -> JSON {
        let label = receiver == "host" ? "host" : try await label(of: receiver)
        let file = "\(sender)-\(receiver)-\(UUID().uuidString).yilu"
        try await done(sender, "bundle", "export", "--to", label, "--out", file)
        return try await answer(receiver, "bundle", "import", file)
    }

    /// Up from every device to the host, and back down: after it all devices hold the same.
    func exchange(_ devices: [String]) async throws {
        for device in devices { try await carry(from: device, to: "host") }
        for device in devices { try await carry(from: "host", to: device) }
    }

    /// The label that the network knows a device by.
    func label(of home: String) async throws -> String {
        try #require(try await answer(home, "status")["replica"]?.text)
    }

    /// The digests of a device by place.
    func digests(_ home: String) async throws -> [String: String] {
        try #require(try await answer(home, "status")["digests"]).texts
    }

    /// Requires that the host's digest equals a device's for every place the device holds.
    func expectAgreement(_ devices: [String], location: SourceLocation = #_sourceLocation) async throws {
        let host = try await digests("host")
        for device in devices {
            let own = try await digests(device)
            #expect(!own.isEmpty, "\(device) has no digest", sourceLocation: location)
            for (place, digest) in own {
                #expect(host[place] == digest, "\(device) at \(place)", sourceLocation: location)
            }
        }
    }

    /// The numbers of all records that a device holds, deleted ones too.
    func numbers(_ home: String) async throws -> [String] {
        try await answer(home, "record", "list", "--all").elements.compactMap { $0["number"]?.text }
    }
}
