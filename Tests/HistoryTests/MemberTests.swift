import Device
import Testing

@testable import DeviceTests

extension PaperCases {
    @Suite struct Members {
        @Test("a revocation that some learn before and some after the changes it cuts ends alike for all")
        func revocation() throws {
            let trio = try Trio()
            let (network, early, late) = (trio.network, trio[0], trio[1])
            let lost = trio[2]
            try lost.edit(trio.number, "note", "丢失之前")
            try trio.spread()
            try network.host.revoke("037c")
            try lost.edit(trio.number, "note", "丢失之后")
            let stolen = try lost.addIssue([("title", "捡到的人写的")])
            try network.carry(network.host, to: early)
            for receiver in [early, late] { try network.carry(lost, to: receiver) }
            #expect(try early.text(trio.number, "note") == "丢失之前")
            #expect(try late.text(trio.number, "note") == "丢失之后", "it does not know yet")
            // And builds on what it should not have believed.
            try late.edit(trio.number, "owner", "看过之后")
            try late.edit(stolen, "note", "批注")
            try network.spread([late, early])
            for device in [network.host, early, late] {
                #expect(try device.text(trio.number, "note") == "丢失之前")
                #expect(try device.text(trio.number, "owner") == "看过之后", "what an honest device wrote stands")
                #expect(try device.numbers(includeDeleted: true) == [trio.number])
                try expectSame(network.host, device)
                try expectSound(device)
            }
        }

        @Test("a station's second device that never met the first agrees with it through the host alone")
        func neverMet() throws {
            let network = try TestNetwork()
            let first = try network.station("037")
            let second = try network.member(of: "037", home: "037b")
            // Neither has heard of the other when it writes.
            let number = try first.addIssue([("title", "第一台"), ("note", "原文")])
            try second.addIssue([("title", "第二台")])
            #expect(try second.members().map(\.replica).contains("037"))
            try network.spread([first, second])
            try first.edit(number, "note", "第一台改的")
            try second.edit(number, "note", "第二台改的")
            try second.edit(number, "owner", "李明")
            try network.spread([second, first])
            for device in [network.host, first, second] {
                #expect(try device.titles() == ["第一台", "第二台"])
                #expect(try device.values(number, "note") == ["第一台改的", "第二台改的"])
                #expect(try device.text(number, "owner") == "李明")
                #expect(try device.status().missing.isEmpty)
                #expect(try device.status().stopped.isEmpty)
                try expectSame(network.host, device)
                try expectSound(device)
            }
        }

        @Test("an invitation used by two lets the first in, and the second's records wait for a person, none lost")
        func invitationUsedTwice() throws {
            let network = try TestNetwork()
            let invitation = try network.host.inviteStation(name: "霍营驿站", town: "T01", code: "037", host: nil)
            let users = try ["first", "second"].map { home in
                try Device.join(network.options(home), invitation: invitation.document, by: nil)
            }
            for (index, user) in users.enumerated() { try user.addIssue([("title", "第 \(index) 台")]) }
            for user in users { try network.host.take(try network.bundleForHost(from: user)) }
            #expect(try network.host.titles() == ["第 0 台"])
            let waiting = try network.host.members().filter { $0.standing == "waiting" }
            #expect(waiting.count == 1)
            #expect(try network.host.status().stopped.map(\.changes) == [1], "held, and told")
            try network.spread(users)
            for device in [network.host] + users {
                #expect(try device.titles() == ["第 0 台", "第 1 台"])
                #expect(Set(try device.numbers()).count == 2, "no number is given twice")
                try expectSame(network.host, device)
                try expectSound(device)
            }
        }

        @Test("a fork whose two branches others have built on keeps both, and what was built")
        func forkBuiltUpon() throws {
            let trio = try Trio()
            let network = trio.network
            try network.copyHome("037", to: "clone")
            let clone = try network.openCopy("clone", isNoticed: false)
            for (device, name) in [(trio[0], "原件"), (clone, "副本")] {
                try device.edit(trio.number, "note", name)
                try device.addIssue([("title", name)])
            }
            try network.carry(trio[0], to: trio[1])
            try network.carry(clone, to: trio[2])
            try trio[1].edit(trio.number, "owner", "看过原件")
            try trio[2].edit(trio.number, "title", "看过副本")
            try network.carry(trio[1], to: trio[2])
            try network.carry(trio[2], to: trio[1])
            try network.spread(trio.devices + [clone], rounds: 4)
            for device in trio.devices + [clone, network.host] {
                #expect(try device.titles() == ["副本", "原件", "看过副本"])
                #expect(try device.text(trio.number, "owner") == "看过原件")
                #expect(try device.values(trio.number, "note") == ["副本", "原件"])
                #expect(try device.status().stopped.isEmpty)
                try expectSame(network.host, device)
                try expectSound(device)
            }
        }
    }
}
