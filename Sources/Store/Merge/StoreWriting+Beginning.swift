import Bundles
import Causality
import FieldRecords

/// Where a record was begun, by which it is judged who can have meant it.
extension StoreReading {
    /// Why an erasure counts for nothing: its author had not seen the record that it names.
    ///
    /// Nobody erases what they have not seen. Were it let count, whoever has a device's keys could erase records that
    /// are still to be begun. Who has seen a beginning is sent nothing before it, so all judge alike, whatever came first.
    static let erasesUnseen = "erases a record that its author had not seen"
}

extension StoreWriting {
    /// The change that began a record in the log of the replica that it is named by, whether it counts or not; nil where
    /// none is applied here.
    func beginning(of record: WorkingRecord) throws -> Dot<Int64>? {
        if case .found(let known) = record.beginning { return known }
        var first: Dot<Int64>?
        if let place = try place(row: record.key.placeRow),
            let log = try log(LogID(replica: record.name.replica, place: place))
        {
            for dot in try record.dots() where dot.log == log.id && dot.sequence < first?.sequence ?? .max {
                guard let chunk = try heldChunk(of: log.id, at: dot.sequence),
                    try packed(chunk).changes[chunk.index(of: dot.sequence)].kind == .begin
                else { continue }
                first = dot
            }
        }
        record.found(beginning: first)
        return first
    }
}
