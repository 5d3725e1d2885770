import Device
import Testing

@Suite("a file imported again after people corrected what it had brought")
struct CorrectedImportTests {
    private let network: TestNetwork
    private let one: Device
    private let other: Device
    private static let head = "id,title,kind,date,note\n"
    private static let first = head + "K1,门锁,rest,2023-11-08,\nK2,热水,rest,2023-11-08,东门\n"

    init() throws {
        network = try TestNetwork()
        one = try network.station("037")
        other = try network.member(of: "037", home: "037b")
        try network.carry(network.host, to: one)
    }

    private func take(_ text: String, at device: Device) throws -> RowImport {
        try device.rows(try network.write(Array(text.utf8), "csv"), key: "id")
    }

    private func number(_ title: String) throws -> String {
        try #require(try one.numbers().first { try one.text($0, "title") == title })
    }

    @Test("changes nothing where it says what it said before, an empty cell too")
    func unchanged() throws {
        #expect(try take(Self.first, at: one).all == [2, 0, 0])
        let lock = try number("门锁")
        #expect(try one.edit(lock, "title", "门锁坏了"))
        #expect(try one.edit(lock, "note", "西门"))
        for _ in 1...2 {
            let outcome = try take(Self.first, at: one)
            #expect(outcome.all == [0, 0, 2])
            #expect(outcome.corrected.map(\.number) == [lock] && outcome.corrected.map(\.row) == [2])
            #expect(outcome.corrected.map(\.fields) == [["title", "note"]])
        }
        #expect(try one.text(lock, "title") == "门锁坏了")
        #expect(try one.text(lock, "note") == "西门")
        try expectSound(one)
    }

    @Test("tells only what was refused where it is refused as a whole")
    func refused() throws {
        _ = try take(Self.first, at: one)
        let lock = try number("门锁")
        #expect(try one.edit(lock, "title", "门锁坏了"))
        let outcome = try take(Self.first + "K3,灯,rest,2023-11-08,\nK4,灯,no such kind,2023-11-08,\n", at: one)
        #expect(outcome.all == [0, 0, 0] && outcome.corrected.isEmpty && outcome.merged == 0 && outcome.left.isEmpty)
        #expect(outcome.refused.map(\.row) == [5])
        #expect(try one.numbers().count == 2)
    }

    @Test("takes what is new in it, beside what was corrected and over it, and then has no older news")
    func news() throws {
        _ = try take(Self.first, at: one)
        let lock = try number("门锁")
        #expect(try one.edit(lock, "title", "门锁坏了"))
        let later = Self.head + "K1,门锁,rest,2023-11-09,\n"
        #expect(try take(later, at: one).corrected.map(\.fields) == [["title"]])
        #expect(try one.text(lock, "title") == "门锁坏了")
        #expect(try one.text(lock, "date") == "2023-11-09")

        let newer = Self.head + "K1,门锁换新,rest,2023-11-09,\n"
        #expect(try take(newer, at: one).corrected.isEmpty)
        #expect(try one.text(lock, "title") == "门锁换新")
        #expect(try take(later, at: one).all == [0, 1, 0], "no person has written since, so the file decides")
        #expect(try one.text(lock, "title") == "门锁")
    }

    @Test("settles no conflict of two people, but one that imports made")
    func conflicts() throws {
        _ = try take(Self.first, at: one)
        let lock = try number("门锁")
        func exchange() throws { for device in [one, other, one] { try network.exchange(device, network.host) } }
        try exchange()
        for (device, title) in [(one, "门锁坏了"), (other, "门锁卡住")] { #expect(try device.edit(lock, "title", title)) }
        try exchange()
        #expect(try take(Self.first, at: one).corrected.map(\.number) == [lock])
        #expect(try one.allConflicts().map(\.field) == ["title"])

        for (device, place) in [(one, "南门"), (other, "北门")] {
            _ = try take(Self.first.replacing("东门", with: place), at: device)
        }
        try exchange()
        #expect(try one.allConflicts().count == 2)
        _ = try take(Self.first.replacing("东门", with: "南门"), at: one)
        #expect(try one.allConflicts().map(\.number) == [lock])
        try exchange()
        try expectSame(one, other)
    }
}
