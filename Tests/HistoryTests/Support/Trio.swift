import Device
import Testing

@testable import DeviceTests

/// Three devices of one station and their host, which know one another and share one record.
struct Trio {
    let network: TestNetwork
    let devices: [Device]
    /// The record that all hold.
    let number: String

    static let labels = ["037", "037b", "037c"]

    init() throws {
        network = try TestNetwork()
        let first = try network.station("037")
        let others = try Trio.labels.dropFirst().map { [network] in try network.member(of: "037", home: $0) }
        devices = [first] + others
        number = try first.addIssue([("note", "原文")])
        try network.carry(first, to: network.host)
        for device in devices { try network.carry(network.host, to: device) }
    }

    subscript(index: Int) -> Device { devices[index] }

    /// From one to the other, in that order.
    func carry(_ ways: (Int, Int)...) throws {
        for (from, to) in ways { try network.carry(devices[from], to: devices[to]) }
    }

    /// Every device to every other and the host, until nobody lacks anything.
    func spread() throws {
        try network.spread(devices)
    }

    /// Expects that all hold the same and that each is sound.
    func expectAgreement(sourceLocation: SourceLocation = #_sourceLocation) throws {
        for device in devices {
            try expectSame(network.host, device, sourceLocation: sourceLocation)
            try expectSound(device, sourceLocation: sourceLocation)
        }
    }
}

extension TestNetwork {
    /// Exchanges through the host until nobody lacks anything; whoever waits there is admitted.
    ///
    /// - Parameter restored: the host, if it is not the first any more.
    func spread(_ devices: [Device], rounds: Int = 3, through restored: Device? = nil) throws {
        let host = restored ?? host
        for _ in 0..<rounds {
            for device in devices {
                try host.take(try bundleForHost(from: device))
                for label in try host.members().filter({ $0.standing == "waiting" }).map(\.replica) {
                    try host.admit(label)
                }
            }
            for device in devices { try device.take(try bundleFromHost(host, to: device)) }
        }
    }

    /// A bundle for a device by its key: it may not know yet what the host calls it.
    func bundleFromHost(_ restored: Device? = nil, to device: Device) throws -> String {
        let host = restored ?? host
        let key = try device.members().first { $0.isThisDevice }?.key
        let label = try #require(try host.members().first { $0.key == key }).replica
        let file = freshPath("yilu")
        _ = try host.exportBundle(to: label, out: file)
        return file
    }

    /// A copy of a folder, opened as the device that it is a copy of.
    ///
    /// - Parameter isNoticed: whether it can tell from the notes beside it that it is old; a machine that was rolled
    ///   back with all its disks cannot.
    func openCopy(_ home: String, isNoticed: Bool) throws -> Device {
        try Device.open(options(home, notes: isNoticed ? "notes" : "notes of \(home)"))
    }
}

extension Device {
    /// The titles of all records, ascending.
    func titles() throws -> [String] {
        try numbers().map { try text($0, "title") ?? "" }.sorted()
    }
}
