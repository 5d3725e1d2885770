import Device
import FieldRecords

extension StickVisit {
    /// Both ways, then how the district stands, then whether the stick may go.
    var visitPhrases: [Phrase] {
        var phrases = remarks + came
        phrases += written.map(\.phrase)
        // Where the stick failed before that, nobody knows what is to be written.
        if written.isEmpty, left.isEmpty, room != nil { phrases.append(nothingToWrite) }
        phrases += left.map(\.phrase)
        if let room, !room.fits { phrases.append(room.advice) }
        if removed > 0 {
            phrases.append(
                Phrase(
                    zh: "清掉了 \(removed) 个已经送到的数据包。",
                    en: "Cleared away \(count(removed, "bundle that has arrived", "bundles that have arrived"))."))
        }
        phrases += riding + (district?.phrases ?? [])
        guard mayBePulled else { return phrases }
        return phrases + [
            isChanged
                ? Phrase(
                    zh: "写下的都已从 U 盘读回核对。现在可以拔出 U 盘了。",
                    en: "All that was written was read back and compared. You may pull the stick out now.")
                : Phrase(
                    zh: "U 盘上没有改动。现在可以拔出 U 盘了。",
                    en: "Nothing on the stick was changed. You may pull the stick out now.")
        ]
    }

    var rehearsalPhrases: [Phrase] {
        var phrases = remarks + awaiting.map(\.phrase)
        if awaiting.isEmpty {
            phrases.append(Phrase(zh: "U 盘上没有给本机的数据包。", en: "The stick has no bundle for this device."))
        }
        if !receipts.isEmpty { phrases.append(newReceipts) }
        phrases += written.map(\.phraseOfRehearsal)
        if written.isEmpty, left.isEmpty, room != nil { phrases.append(nothingToWrite) }
        phrases += left.map(\.phraseOfRehearsal)
        if let room, room.neededBytes > 0 {
            phrases.append(
                Phrase(
                    zh:
                        "要写 \(ByteAmount.text(room.neededBytes))，U 盘空闲 \(ByteAmount.text(room.freeBytes))：\(room.fits ? "放得下。" : "放不下。")",
                    en:
                        "\(ByteAmount.text(room.neededBytes)) to write, \(ByteAmount.text(room.freeBytes)) free: \(room.fits ? "it fits." : "it does not fit.")"
                ))
            if !room.fits { phrases.append(room.advice) }
        }
        if removed > 0 {
            phrases.append(
                Phrase(
                    zh: "会清掉 \(removed) 个送到了的数据包。",
                    en: "Would clear away \(count(removed, "bundle that arrives", "bundles that arrive"))."))
        }
        phrases += riding + (district?.phrases ?? [])
        phrases.append(
            Phrase(zh: "只是看看：U 盘和本机都没有动。", en: "This was only a look: nothing was written, neither here nor there."))
        return phrases
    }

    private var came: [Phrase] {
        var phrases = taken.map { file in
            let what = file.summary.whatCame
            return Phrase(
                zh: "从 \(file.summary.sender) 收到：\(what.zh)。", en: "From \(file.summary.sender): \(what.en).")
        }
        if taken.isEmpty {
            phrases.append(Phrase(zh: "U 盘上没有给本机的新内容。", en: "The stick brought nothing for this device."))
        }
        let all = takenInAll
        if all.conflicts > 0 { phrases.append(.conflicts(all.conflicts)) }
        phrases += all.missing.map(\.phrase)
        if !receipts.isEmpty { phrases.append(newReceipts) }
        return phrases
    }

    private var newReceipts: Phrase {
        let labels = receipts.joined(separator: "、")
        return Phrase(
            zh: isRehearsal ? "会收到新回执：\(labels)。" : "收到新回执：\(labels)。",
            en: "\(isRehearsal ? "Would take in new" : "New") receipts of \(receipts.joined(separator: ", ")).")
    }

    private var nothingToWrite: Phrase {
        unconfirmed > 0
            ? Phrase(
                zh: "没有新的要写：给别人的都已经在这个 U 盘上。",
                en: "Nothing new to write: what others lack is on this stick already.")
            : Phrase(zh: "没有要送出去的：别人都已经有了。", en: "Nothing to send: the others have it all.")
    }

    private var riding: [Phrase] {
        guard ridingAlong > 0 else { return [] }
        return [
            Phrase(
                zh: "另有 \(ridingAlong) 个别人之间的数据包，原样留着。",
                en: "\(count(ridingAlong, "bundle", "bundles")) between others ride along untouched.")
        ]
    }
}
