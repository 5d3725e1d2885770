import Device
import FieldRecords
import Foundation
import Testing

@Suite("A check")
struct CheckTests {
    @Test(
        "names a record in whose row something stands that cannot be, as one that was altered",
        arguments: [
            "fields = '{'", "fields = '[1]'", "fields = '{\"nowhere\":1}'", "stamps = x'01ff'", "conflicts = 'x'",
        ])
    func nonsense(change: String) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        for _ in 0..<3 { try station.addIssue() }
        let sound = try station.check(deep: true)
        try StoreFile(network.path("037")).execute("UPDATE record SET \(change) WHERE number = 2")
        let check = try station.check(deep: true)
        #expect(check.problems.map(\.what.en) == ["the record 037-2 is not what its changes come to"])
        #expect(check.problems.first?.advice?.en.contains("restore the latest backup") == true)
        #expect(sound.isOK && check.changesChecked == sound.changesChecked)
    }

    @Test("of the file alone says that no change was checked")
    func fileAlone() throws {
        let network = try TestNetwork()
        let check = try network.host.check(deep: false)
        #expect(check.isOK && check.changesChecked == nil)
    }
}
