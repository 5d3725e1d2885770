import Causality
import FieldRecords
import Store

extension Device {
    /// The record that a number such as `037-214` names.
    static func record(numbered number: String, in reading: StoreReading) throws -> StoredRecord {
        if let dash = number.lastIndex(of: "-"), let count = UInt64(number[number.index(after: dash)...]),
            let replica = try knownReplica(String(number[..<dash]), in: reading)
        {
            return try record(RecordID(replica: replica.replica, number: count), numbered: number, in: reading)
        }
        throw noRecord(number)
    }

    /// The record of that name, of which people know the number, or knew it.
    static func record(_ name: RecordID, numbered number: String, in reading: StoreReading) throws -> StoredRecord {
        guard let record = try reading.record(name), !record.form.name.hasPrefix("_") else { throw noRecord(number) }
        return record
    }

    private static func noRecord(_ number: String) -> DeviceError {
        DeviceError(
            .badData, what: Phrase(zh: "没有编号为 \(number) 的记录", en: "there is no record \(number)"),
            advice: Phrase(zh: "用 yilu record list 查看。", en: "See yilu record list."),
            isAbsence: true)
    }

    static func number(of record: RecordID, in reading: StoreReading) throws -> String {
        "\(try reading.label(record.replica) ?? "?")-\(record.number)"
    }
}
