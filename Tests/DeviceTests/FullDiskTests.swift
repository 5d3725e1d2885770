import FieldRecords
import GRDB
import Testing

@testable import Device

@Suite("A full disk")
struct FullDiskTests {
    @Test("is told to whoever reads as one that may be that of temporary files")
    func words() throws {
        let device = try TestNetwork().host
        let full = DatabaseError(resultCode: .SQLITE_FULL)
        let reading = #expect(throws: DeviceError.self) { try device.read { _, _ in throw full } }
        #expect(reading?.kind == .inputOutput && reading?.advice.en.contains("TMPDIR") == true)
    }
}
