import Device
import Exchange
import FieldRecords

/// What `sync` answers: the keys of an import over all its sessions, and what was sent.
struct SyncAnswer: Answer {
    let outcome: SyncOutcome
    let address: String

    var json: JSONValue {
        let summaries = outcome.summaries
        let received = summaries.map(\.received)
        let last = outcome.last
        return .object(
            [
                JSONMember("address", .string(address)), JSONMember("peer", JSONValue(last?.peer)),
                JSONMember("done", .bool(last?.report.ending == .done)),
            ] + ImportSummary.members(of: received, missing: last?.received.missing ?? []) + [
                JSONMember(
                    "sent",
                    [
                        "changes": JSONValue(summaries.reduce(0) { $0 + $1.sentChanges }),
                        "records": summaries.map(\.sentRecords).total.json,
                        "photos": JSONValue(summaries.reduce(0) { $0 + $1.sentPhotos }),
                    ]),
                JSONMember(
                    "left", ["changes": JSONValue(last?.changesLeft ?? 0), "photos": JSONValue(last?.photosLeft ?? 0)]),
                JSONMember("upTo", JSONValue(last?.upTo)),
                JSONMember(
                    "bytes",
                    [
                        "sent": JSONValue(summaries.reduce(0) { $0 + $1.report.bytesSent }),
                        "received": JSONValue(summaries.reduce(0) { $0 + $1.report.bytesReceived }),
                    ]),
                JSONMember("remarks", .array(received.flatMap(\.remarks).map { JSONValue($0) })),
            ])
    }

    func lines(in language: Language) -> [String] {
        phrases.map { $0.text(in: language).onOneLine }
    }

    /// What happened, for people.
    var phrases: [Phrase] {
        guard let last = outcome.last else { return [] }
        let words = SessionWords(outcome.summaries)
        var phrases = [words.sentence]
        if words.conflicts > 0 { phrases.append(.conflicts(words.conflicts)) }
        phrases += last.received.missing.map(\.phrase)
        return phrases + outcome.summaries.flatMap(\.received.remarks)
    }
}

extension [ImportSummary.Records] {
    var total: ImportSummary.Records {
        reduce(into: .init()) { sum, records in
            sum.new += records.new
            sum.edited += records.edited
            sum.deleted += records.deleted
        }
    }
}

extension ImportSummary.Records {
    var json: JSONValue {
        ["new": JSONValue(new), "edited": JSONValue(edited), "deleted": JSONValue(deleted)]
    }
}
