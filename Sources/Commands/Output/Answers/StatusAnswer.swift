import Device
import FieldRecords

extension StatusView: Answer {
    var json: JSONValue {
        [
            "network": .string(network), "networkName": .string(networkName), "replica": .string(replica),
            "place": .string(place), "placeName": .string(placeName), "standing": .string(standing),
            "records": JSONValue(records), "changes": JSONValue(changes), "conflicts": JSONValue(conflicts),
            "photos": ["held": JSONValue(photosHeld), "missing": JSONValue(photosMissing)],
            "waiting": ["changes": JSONValue(waitingChanges), "photos": JSONValue(waitingPhotos)],
            "missing": .array(missing.map(\.json)),
            "forks": .array(forks.map { ["log": .string($0.log), "sequence": JSONValue($0.sequence)] }),
            "clockOffsets": .object(clockOffsets.map { JSONMember($0.replica, .integer($0.milliseconds)) }),
            "digests": .object(digests.map { JSONMember($0.place, .string($0.digest)) }),
            "stopped": .array(
                stopped.map {
                    ["log": .string($0.log), "changes": JSONValue($0.changes), "reason": .string($0.reason.en)]
                }),
            "uncounted": .array(
                uncounted.map {
                    ["log": .string($0.log), "changes": JSONValue($0.changes), "reason": .string($0.reason.en)]
                }),
            "district": district?.json ?? .null, "passphrase": .bool(hasPassphrase),
            "sessions": .array(sessions.map(\.json)),
        ]
    }

    func lines(in language: Language) -> [String] {
        (facts + troubles + sessions.map(\.phrase)).map { $0.text(in: language).onOneLine }
            + digestLines.map { $0.text(in: language) }
    }

    /// One line a place with records; of the others, of which a district has hundreds, only the number.
    private var digestLines: [Phrase] {
        let filled = digests.filter { $0.digest.contains { $0 != "0" } }
        let empty = digests.count - filled.count
        let lines = filled.map { Phrase(zh: "摘要 \($0.place)：\($0.digest)", en: "Digest of \($0.place): \($0.digest)") }
        guard empty > 0 else { return lines }
        return lines + [
            Phrase(zh: "\(empty) 个地点还没有记录", en: "\(count(empty, "place has", "places have")) no records yet")
        ]
    }

    private var facts: [Phrase] {
        var facts = [
            Phrase(
                zh: "\(networkName)（网络 \(network.prefix(8))），设备 \(replica)，在 \(place) \(placeName)",
                en: "\(networkName) (network \(network.prefix(8))), device \(replica) at \(place) \(placeName)"),
            Phrase(zh: "\(records) 条记录，\(changes) 次变更", en: "\(count(records, "record")), \(count(changes, "change"))"),
        ]
        if photosHeld + photosMissing > 0 {
            let all = photosHeld + photosMissing
            facts.append(Phrase(zh: "照片 \(photosHeld)/\(all)", en: "\(photosHeld) of \(count(all, "photo")) here"))
        }
        facts.append(waiting)
        // At the host, which is the district, only its own standing is left to tell.
        facts += district?.phrases ?? [ownStanding.phrase].compactMap(\.self)
        if conflicts > 0 { facts.append(.conflicts(conflicts)) }
        if hasPassphrase {
            facts.append(Phrase(zh: "本机的密钥有口令", en: "A passphrase protects this device's keys"))
        }
        return facts
    }

    private var waiting: Phrase {
        guard waitingChanges + waitingPhotos > 0 else {
            return Phrase(zh: "没有等待送出的内容", en: "Nothing waits to be carried")
        }
        let photosZh = waitingPhotos > 0 ? "、\(waitingPhotos) 张照片" : ""
        let photosEn = waitingPhotos > 0 ? " and \(count(waitingPhotos, "photo"))" : ""
        return Phrase(
            zh: "等待送出：\(waitingChanges) 次变更\(photosZh)",
            en: "Waiting to be carried: \(count(waitingChanges, "change"))\(photosEn)")
    }

    private var troubles: [Phrase] {
        missing.map(\.phrase)
            + stopped.map {
                Phrase(
                    zh: "\($0.log)：\($0.changes) 次变更暂未生效（\($0.reason.zh)）",
                    en: "\($0.log): \(count($0.changes, "change")) held but not applied (\($0.reason.en))")
            }
            + uncounted.flatMap(\.phrases)
            + forks.map {
                Phrase(
                    zh: "\($0.log) 的日志在第 \($0.sequence) 处分叉：有一台设备是复制或恢复出来的",
                    en: "The log of \($0.log) forks at \($0.sequence): a device was copied or restored")
            }
            + clockOffsets.filter { $0.milliseconds.magnitude >= 60_000 }.map {
                let amount = ClockOffset.phrase($0.milliseconds)
                return Phrase(zh: "\($0.replica) 的时钟\(amount.zh)", en: "The clock of \($0.replica) is \(amount.en)")
            }
    }
}

/// A difference of clocks in words.
enum ClockOffset {
    static func phrase(_ milliseconds: Int64) -> Phrase {
        let minutes = Int(clamping: milliseconds.magnitude / 60_000)
        let (number, zh, en): (Int, String, String) =
            switch minutes {
            case ..<120: (minutes, "分钟", "minute")
            case ..<2_880: (minutes / 60, "小时", "hour")
            case ..<1_051_200: (minutes / 1_440, "天", "day")
            default: (minutes / 525_960, "年", "year")
            }
        let isFast = milliseconds > 0
        return Phrase(
            zh: "\(isFast ? "快" : "慢")了 \(number) \(zh)", en: "\(count(number, en)) \(isFast ? "fast" : "slow")")
    }
}

extension MissingRange {
    var json: JSONValue {
        ["log": .string(log), "from": JSONValue(from), "through": JSONValue(through)]
    }

    var phrase: Phrase {
        from == through
            ? Phrase(zh: "\(log)：缺 \(from)", en: "\(log): \(from) missing")
            : Phrase(zh: "\(log)：缺 \(from) 到 \(through)", en: "\(log): \(from) to \(through) missing")
    }
}

extension Phrase {
    static func conflicts(_ number: Int) -> Phrase {
        Phrase(
            zh: "\(number) 个字段有分歧：yilu conflict list",
            en: "\(count(number, "field is", "fields are")) in conflict: yilu conflict list")
    }
}

extension JSONValue {
    init(_ number: Int) { self = .integer(Int64(number)) }

    /// A sequence number; those beyond what JSON's readers take do not occur.
    init(_ number: UInt64) { self = .integer(Int64(clamping: number)) }

    init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

    /// The text in the language of this run.
    init(_ phrase: Phrase) { self = .string(phrase.spoken) }
}
