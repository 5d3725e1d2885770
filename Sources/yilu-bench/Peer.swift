import Foundation
import Peers

/// What a peer could not do.
struct PeerFailure: Error, CustomStringConvertible {
    let description: String
}

/// Throws what a peer says, and frees it.
func succeed(_ failure: UnsafeMutablePointer<CChar>?) throws {
    guard let failure else { return }
    defer { free(failure) }
    throw PeerFailure(description: String(cString: failure))
}

/// The workload as C reads it.
final class PeerWorkload {
    private var texts: [UnsafeMutablePointer<CChar>] = []
    private(set) var records: [peer_record] = []
    private(set) var edits: [peer_edit] = []

    init(_ workload: Workload) {
        records = workload.records.map { record in
            let texts = record.fields.map { keep($0) }
            return peer_record(
                fields: (texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], texts[7]))
        }
        edits = workload.edits.map {
            peer_edit(record: Int64($0.record), status: keep($0.status), closed_on: keep($0.closedOn))
        }
    }

    deinit {
        for text in texts { free(text) }
    }

    private func keep(_ text: String) -> UnsafePointer<CChar>? {
        guard let copy = strdup(text) else { return nil }
        texts.append(copy)
        return UnsafePointer(copy)
    }
}

/// The file's bytes once its write-ahead log is in it.
func settledBytes(_ path: String) throws -> Int64 {
    var bytes: Int64 = 0
    try succeed(peer_settle(path, &bytes))
    return bytes
}
