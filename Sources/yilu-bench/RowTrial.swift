import Device
import FieldRecords
import Foundation

/// What a row costs outside the store: read from its file, made values of the form, judged and completed.
struct RowTrial {
    /// Microseconds a row.
    let records: Double
    let edits: Double

    init(_ files: WorkloadFiles, rows: Int) throws {
        guard let form = BuiltInForms.form("issue") else { preconditionFailure("issue is built in") }
        guard let moment = Moment("2025-03-04T09:30:00+08:00") else { preconditionFailure("a moment") }
        var sample: [String: FieldValue] = [:]
        func take(_ file: String, isNew: Bool) throws -> Double {
            var reading = RowReading(form: form)
            var source = try RowSource(path: file, namesForm: false)
            var entries = 0
            let time = try processorSeconds {
                while let row = try source.next() {
                    let values = try reading.values(row, isUpdate: !isNew)
                    let completion = try form.complete(
                        current: isNew ? [:] : sample, changes: values, isNew: isNew, moment: moment)
                    entries += completion.plain.entries.count
                    if isNew, sample.isEmpty {
                        sample = Dictionary(uniqueKeysWithValues: completion.patch.entries.map { ($0.name, $0.value) })
                    }
                }
            }
            guard entries > 0 else { throw PeerFailure(description: "no row had anything to save") }
            return time * 1e6 / Double(rows)
        }
        records = try take(files.records, isNew: true)
        edits = try take(files.edits, isNew: false)
    }
}

/// The processor's seconds that something takes, whatever else the machine does.
func processorSeconds(_ body: () throws -> Void) rethrows -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    try body()
    return now() - start
}
