import Device
import FieldRecords
import Foundation
import Seeds

/// A station's device with many records of the forms that stations use, from a seed.
struct MeasuredStation {
    let folder: String
    let home: String
    /// A word that a few records have, and one that most have.
    static let rareWord = "雪地车"
    static let commonWord = "骑手"
    private static let firstDay = CivilDate(year: 2025, month: 1, day: 1)!

    init(folder: String, records: Int) throws {
        self.folder = folder
        home = "\(folder)/037"
        guard !FileManager.default.fileExists(atPath: home) else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func options(_ name: String) -> DeviceOptions {
            DeviceOptions(home: "\(folder)/\(name)", sidecar: "\(folder)/state/yilu")
        }
        let host = try Device.createDistrict(
            options("host"), name: "昌平区", isOpen: false, towns: [TownEntry(code: "T1", name: "回龙观街道")])
        let invitation = try host.inviteStation(name: "龙泽园驿站", town: "T1", code: "037", host: nil)
        let device = try Device.join(options("037"), invitation: invitation.document, by: "李明")
        let rows = "\(folder)/rows.jsonl"
        try Data(MeasuredStation.rows(records)).write(to: URL(filePath: rows))
        let taken = try device.importRows(
            form: "auto", file: rows, place: nil, key: nil, keepGood: false, by: nil,
            progress: { _ in })
        precondition(taken.added == records, "the program refused what was made up: \(taken.refused.first as Any)")
    }

    private static func rows(_ count: Int) -> [UInt8] {
        var random = SeededRandom(8410)
        var bytes: [UInt8] = []
        for index in 0..<count {
            let day = CivilDate(daysSinceEpoch: firstDay.days + index * 690 / count) ?? firstDay
            let (form, fields) = record(index, &random)
            JSONValue.object([
                JSONMember("form", .string(form)), JSONMember("date", .string(day.description)),
                JSONMember("fields", .object(fields)),
            ]).appendJSON(to: &bytes)
            bytes.append(0x0A)
        }
        return bytes
    }

    private static func record(_ index: Int, _ random: inout SeededRandom) -> (form: String, [JSONMember]) {
        let note = index % 5000 == 7 ? "\(rareWord)送来的药" : random.oneIn(3) ? "\(commonWord)说谢谢" : "\(commonWord)歇了一会儿"
        switch random.below(10) {
        case 0, 1:
            return (
                "issue",
                [
                    JSONMember("kind", .string(random.one(of: ["entry", "charging", "rest", "parking", "other"]))),
                    JSONMember("title", .string("小区 \(random.below(400)) 号门进不去")),
                    JSONMember("detail", .string("\(commonWord)在门口等了 \(random.below(50)) 分钟，物业说要登记，电话打不通")),
                    JSONMember(
                        "status", .string(random.oneIn(200) ? "declined" : random.one(of: ["open", "assigned"]))),
                    JSONMember("note", .string(note)),
                ]
            )
        case 2:
            return (
                "activity",
                [
                    JSONMember("title", .string("包饺子 \(random.below(900))")),
                    JSONMember("people", .integer(Int64(random.below(40)))), JSONMember("note", .string(note)),
                ]
            )
        default:
            return (
                "visit",
                [
                    JSONMember("services", .array([.string(random.one(of: ["rest", "charge", "hot_water"]))])),
                    JSONMember("people", .integer(Int64(1 + random.below(6)))), JSONMember("note", .string(note)),
                ]
            )
        }
    }
}
