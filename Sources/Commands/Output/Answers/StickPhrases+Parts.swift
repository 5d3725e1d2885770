import Device
import FieldRecords

// Each thing that came or went, in one sentence.
extension StickVisit.Awaiting {
    var phrase: Phrase {
        let photosZh = photos > 0 ? "、\(photos) 张照片" : ""
        let photosEn = photos > 0 ? " and \(count(photos, "photo"))" : ""
        return Phrase(
            zh: "会收下 \(sender) 的：\(changes) 次新变更\(photosZh)（\(ByteAmount.text(bytes))）。",
            en: "Would take in from \(sender): \(count(changes, "new change"))\(photosEn) (\(ByteAmount.text(bytes))).")
    }
}

extension StickVisit.Written {
    private var content: Phrase {
        let what = Phrase.changes(changes, photos: photos)
        return Phrase(
            zh: "\(what.zh)（\(ByteAmount.text(bytes))）", en: "\(what.en) (\(ByteAmount.text(bytes)))")
    }

    var phrase: Phrase {
        Phrase(
            zh: "写给 \(place)：\(content.zh)。", en: "For \(place): \(content.en).")
    }

    var phraseOfRehearsal: Phrase {
        Phrase(
            zh: "会写给 \(place)：\(content.zh)。", en: "Would write for \(place): \(content.en).")
    }
}

extension StickVisit.Left {
    private var content: Phrase { .changes(changes, photos: photos) }

    var phrase: Phrase {
        foundNoRoom
            ? Phrase(
                zh: "放不下，留到下一个 U 盘：给 \(place) 的 \(content.zh)。",
                en: "No room, left for the next stick: \(content.en) for \(place).")
            : Phrase(
                zh: "没有写上，下次再送：给 \(place) 的 \(content.zh)。",
                en: "Not written, left for the next visit: \(content.en) for \(place).")
    }

    var phraseOfRehearsal: Phrase {
        foundNoRoom
            ? Phrase(
                zh: "会放不下：给 \(place) 的 \(content.zh)。",
                en: "Would find no room: \(content.en) for \(place).")
            : Phrase(
                zh: "会写不上：给 \(place) 的 \(content.zh)。",
                en: "Could not be written: \(content.en) for \(place).")
    }
}

extension StickVisit.Room {
    var advice: Phrase {
        guard let sticks else {
            return Phrase(zh: "这样的 U 盘太小：请换一个大的。", en: "Sticks like this one are too small for it: take a larger one.")
        }
        return Phrase(
            zh: "全部送出要 \(sticks) 个这样的 U 盘。", en: "All of it takes \(count(sticks, "stick")) like this one.")
    }
}

extension ImportSummary {
    /// What one file brought, in a few words.
    var whatCame: Phrase {
        if let receivedBefore {
            return Phrase(
                zh: "没有新内容（\(receivedBefore) 已经收过）", en: "nothing new (already received on \(receivedBefore))")
        }
        guard changes.applied > 0 || items != nil else { return Phrase(zh: "没有新内容", en: "nothing new") }
        return items ?? Phrase(zh: "\(changes.applied) 次变更", en: count(changes.applied, "change"))
    }
}

extension Phrase {
    /// `3 changes and 1 photo`; of what there is none nothing is said, unless there is nothing at all.
    fileprivate static func changes(_ changes: Int, photos: Int) -> Phrase {
        var zh: [String] = []
        var en: [String] = []
        if changes > 0 || photos == 0 {
            zh.append("\(changes) 次变更")
            en.append(count(changes, "change"))
        }
        if photos > 0 {
            zh.append("\(photos) 张照片")
            en.append(count(photos, "photo"))
        }
        return Phrase(zh: zh.joined(separator: "、"), en: en.joined(separator: " and "))
    }
}
