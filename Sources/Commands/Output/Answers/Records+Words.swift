import Device
import FieldRecords

extension ImportSummary.Records {
    /// `3 new records`, `1 edit`, `2 photos`: each thing that came or went, of what there is none left out.
    func items(photos: Int) -> [Phrase] {
        var items: [Phrase] = []
        if new > 0 { items.append(Phrase(zh: "新记录 \(new) 条", en: count(new, "new record"))) }
        if edited > 0 { items.append(Phrase(zh: "修改 \(edited) 条", en: count(edited, "edit"))) }
        if deleted > 0 { items.append(Phrase(zh: "删除 \(deleted) 条", en: count(deleted, "deletion"))) }
        if photos > 0 { items.append(Phrase(zh: "照片 \(photos) 张", en: count(photos, "photo"))) }
        return items
    }
}

extension [Phrase] {
    /// One after another.
    func joined(zh: String, en: String) -> Phrase {
        Phrase(zh: map(\.zh).joined(separator: zh), en: map(\.en).joined(separator: en))
    }
}
