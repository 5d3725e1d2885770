import FieldRecords
import GRDB
import Testing

@testable import Device

@Suite("A full disk")
struct FullDiskTests {
    @Test("is told to whoever reads as one that may be that of temporary files, and to whoever writes as the device's")
    func words() throws {
        let device = try TestNetwork().host
        let full = DatabaseError(resultCode: .SQLITE_FULL)
        let reading = #expect(throws: DeviceError.self) { try device.read { _, _ in throw full } }
        #expect(reading?.kind == .inputOutput && reading?.advice.en.contains("TMPDIR") == true)
        let writing = #expect(throws: DeviceError.self) { try device.write { _, _ in throw full } }
        #expect(writing?.kind == .inputOutput && writing?.what.en == "the disk is full")
        #expect(writing?.advice.en.hasPrefix("Nothing was changed") == true)
    }
}
