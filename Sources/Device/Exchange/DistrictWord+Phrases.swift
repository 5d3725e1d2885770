package import FieldRecords

extension DistrictWord {
    /// Whether this device's records count, where they do not; one sentence of what the district has; and one of what
    /// waits.
    package var phrases: [Phrase] {
        guard !standing.isUncounted else { return [standing.phrase].compactMap(\.self) + waiting }
        return [standing.phrase].compactMap(\.self) + whatItHas
    }

    private var whatItHas: [Phrase] {
        guard let receipt else {
            return [
                Phrase(
                    zh: "区里的回执还没有带回来过：还不能说区里有什么。",
                    en: "No receipt of the district has come home yet: nobody can say what it has.")
            ]
        }
        let by = receipt.phrase
        guard let upTo else {
            return [
                recordsNew == 0
                    ? Phrase(zh: "本机还没有写过记录。", en: "Nothing was written on this device yet.")
                    : Phrase(
                        zh: "区里还没有本机写的记录（\(by.zh)）。", en: "The district has no record of this device yet (\(by.en)).")
            ] + waiting
        }
        return [
            recordsChanged == 0 && photos == 0
                ? Phrase(
                    zh: "区里已有到 \(upTo) 为止的全部内容（\(by.zh)）。", en: "The district has everything up to \(upTo) (\(by.en)).")
                : Phrase(
                    zh: "区里已有到 \(upTo) 为止的每条记录（\(by.zh)）。",
                    en: "The district has every record up to \(upTo) (\(by.en)).")
        ] + waiting
    }

    /// What it does not have yet; empty where it has all.
    private var waiting: [Phrase] {
        var zh: [String] = []
        var en: [String] = []
        func add(_ number: Int, _ zhText: String, _ one: String, _ many: String) {
            guard number > 0 else { return }
            zh.append("\(number) \(zhText)")
            en.append("\(number) \(number == 1 ? one : many)")
        }
        add(recordsNew, "条新记录", "new record", "new records")
        add(recordsChanged, "条记录后来的修改", "record's later changes", "records' later changes")
        add(photos, "张照片", "photo", "photos")
        guard !zh.isEmpty else { return [] }
        return [
            Phrase(
                zh: "还没有确认送到的：\(zh.joined(separator: "、"))。",
                en: "Not known to have arrived: \(en.joined(separator: ", ")).")
        ]
    }
}

extension DistrictWord.Receipt {
    /// `by the stick of 14 Nov`.
    var phrase: Phrase {
        let (year, month, day) = date.parts
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let en = "\(day) \(names[month - 1])\(isOfAnotherYear ? " \(year)" : "")"
        let zh = "\(isOfAnotherYear ? "\(year) 年 " : "")\(month) 月 \(day) 日"
        return switch way {
        case "stick": Phrase(zh: "\(zh)的 U 盘", en: "by the stick of \(en)")
        case "sync": Phrase(zh: "\(zh)的网络同步", en: "by the sync of \(en)")
        default: Phrase(zh: "\(zh)的回执", en: "by its receipt of \(en)")
        }
    }
}
