import Device
import FieldRecords
import Seeds

@testable import DeviceTests

extension TestNetwork {
    /// A record with a picture of about so many bytes, which nothing deflates.
    func addPhoto(at device: Device, bytes: Int, random: inout SeededRandom, title: String = "照片") throws {
        let file = try write([0xFF, 0xD8, 0xFF] + random.bytes(bytes), "jpg")
        _ = try device.addRecord(
            form: "issue", typed: [("kind", "other"), ("title", title)], files: [("photo", file)], place: nil, by: nil)
    }
}
