import Device
import Exchange
import FieldRecords

/// A session in one sentence or three: "Sent 43 new records, 3 edits, 1 deletion. Received 2 edits. The district now has
/// everything up to 037-214."
struct SessionWords {
    /// One direction.
    struct Way {
        var records = ImportSummary.Records()
        var changes = 0
        var photos = 0

        var isNothing: Bool { changes + photos == 0 }
    }

    var sent = Way()
    var received = Way()
    var conflicts = 0
    var peer = ""
    var isHost = false
    var isDone = true
    var upTo: String?
    var left = 0

    var sentence: Phrase {
        var parts: [Phrase] = []
        if !sent.isNothing {
            parts.append(Phrase(zh: "送出\(sent.phrase.zh)。", en: "Sent \(sent.phrase.en)."))
        }
        if !received.isNothing {
            parts.append(Phrase(zh: "收到\(received.phrase.zh)。", en: "Received \(received.phrase.en)."))
        }
        if parts.isEmpty, isDone { parts.append(Phrase(zh: "没有新内容。", en: "Nothing new.")) }
        parts.append(standing)
        return Phrase(zh: parts.map(\.zh).joined(), en: parts.map(\.en).filter { !$0.isEmpty }.joined(separator: " "))
    }

    private var standing: Phrase {
        guard isDone else {
            return left > 0
                ? Phrase(zh: "中断了，还剩 \(left) 次变更。", en: "Stopped, \(left) left.")
                : Phrase(zh: "中断了。", en: "Stopped.")
        }
        let who = isHost ? Phrase(zh: "区里", en: "The district") : Phrase(zh: peer, en: peer)
        if left > 0 { return Phrase(zh: "还剩 \(left) 次变更。", en: "\(left) left.") }
        guard let upTo else { return Phrase("") }
        return sent.isNothing
            ? Phrase(zh: "\(who.zh)已有 \(upTo) 及以前的全部。", en: "\(who.en) has everything up to \(upTo).")
            : Phrase(zh: "\(who.zh)现在有 \(upTo) 及以前的全部。", en: "\(who.en) now has everything up to \(upTo).")
    }
}

extension SessionWords.Way {
    /// "43 new records, 3 edits, 1 deletion"; changes where none of them is of a record that people know.
    var phrase: Phrase {
        var items = records.items(photos: 0)
        if items.isEmpty, changes > 0 { items.append(Phrase(zh: " \(changes) 次变更", en: count(changes, "change"))) }
        return (items + ImportSummary.Records().items(photos: photos)).joined(zh: "、", en: ", ")
    }
}

extension SessionWords {
    /// Of the sessions of one command together.
    init(_ summaries: [SessionSummary]) {
        for summary in summaries {
            sent.changes += summary.sentChanges
            sent.photos += summary.sentPhotos
            received.changes += summary.received.changes.applied
            received.photos += summary.received.photos
            conflicts += summary.received.conflicts
        }
        sent.records = summaries.map(\.sentRecords).total
        received.records = summaries.map(\.received.records).total
        guard let last = summaries.last else { return }
        peer = last.peer
        isHost = last.isHost
        isDone = last.report.ending == .done
        upTo = last.upTo
        left = last.changesLeft
    }

    /// Of a session that is kept.
    init(_ view: SessionView) {
        sent = Way(records: view.sent, changes: view.sentChanges, photos: view.sentPhotos)
        received = Way(records: view.received, changes: view.receivedChanges, photos: view.receivedPhotos)
        peer = view.peer
        isHost = view.isHost
        isDone = view.isDone
        upTo = view.upTo
        left = view.changesLeft
    }
}
