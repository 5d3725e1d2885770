import Device
import FieldRecords
import Testing

@testable import DeviceTests

/// A wall clock that is wrong.
struct OddClock: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Milliseconds since 1970 at its first reading; it goes on from there unless it stands still.
    let start: Int64
    var standsStill = false

    static let all = [
        OddClock(testDescription: "1970", start: 0),
        OddClock(testDescription: "before 1970", start: -86_400_000_000),
        OddClock(testDescription: "2106", start: 4_294_967_296_000),
        OddClock(testDescription: "a year back", start: 1_699_407_000_000 - 31_536_000_000),
        OddClock(testDescription: "reading 0", start: 0, standsStill: true),
        OddClock(testDescription: "past the last reading of a hybrid clock", start: .max - 1_000_000_000_000),
    ]

    var environment: Environment {
        var environment = TestClock(milliseconds: start).environment
        if standsStill { environment.now = { 0 } }
        return environment
    }
}

extension Cases {
    @Suite struct Clocks {
        // cbl-dart 881, iroh-docs 99
        @Test(
            "case 13: a clock that is years off refuses nothing, poisons no other, and decides no order",
            arguments: OddClock.all)
        func oddClock(clock: OddClock) throws {
            let network = try TestNetwork()
            let sane = try network.station("037")
            let invitation = try network.host.inviteMember(place: "037")
            let odd = try Device.join(
                DeviceOptions(
                    home: network.path("odd"), sidecar: network.path("notes"), environment: clock.environment),
                invitation: invitation.document, by: "李明")
            try network.exchange(odd, network.host)
            try network.carry(network.host, to: sane)
            let number = try odd.addIssue([("note", "0")])

            // Each has seen the other's last word: whatever their clocks say, the later word replaces the earlier.
            for round in 1...3 {
                #expect(try network.carry(odd, to: sane).problems.isEmpty)
                #expect(try sane.text(number, "note") == "\(2 * round - 2)")
                try sane.edit(number, "note", "\(2 * round - 1)")
                try network.carry(sane, to: odd)
                #expect(try odd.text(number, "note") == "\(2 * round - 1)")
                try odd.edit(number, "note", "\(2 * round)")
            }
            try network.exchange(odd, sane)
            #expect(try sane.text(number, "note") == "6")
            #expect(try sane.allConflicts().isEmpty)

            // Apart they are two values on both sides, and what shows is the same.
            try sane.edit(number, "note", "甲")
            try odd.edit(number, "note", "乙")
            try network.exchange(odd, sane)
            for device in [odd, sane] { #expect(try device.values(number, "note") == ["乙", "甲"]) }
            #expect(try odd.text(number, "note") == sane.text(number, "note"))

            let fresh = try sane.addIssue()
            let time = try #require(try sane.history(number: fresh).first).time
            #expect(time.hasPrefix("2023-11-08"), "its own clock goes on: \(time)")
            try network.spread([odd, sane])
            try expectSame(network.host, odd)
            try expectSame(network.host, sane)
            try expectSound(network.host, odd, sane)
        }
    }
}
