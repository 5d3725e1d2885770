import Causality
package import FieldRecords
import Store

/// A bundle that was written on a stick here or taken in, as this device noted it.
package struct CarriedBundle: Sendable {
    /// `2023-11-14T09:12:00+08:00`
    package let time: String
    package let isIncoming: Bool
    /// The label of who sealed it, or of one whom it is for.
    package let peer: String
    package let changes: Int
    package let photos: Int
}

extension Device {
    /// The last of them, newest first.
    package func carriedBundles(limit: Int) throws -> [CarriedBundle] {
        try read { reading, own in
            try reading.bundleNotes(limit: limit).map { note, isIncoming in
                let json = try? JSONValue(parsing: Array(note.summary.utf8))
                func number(_ key: String) -> Int {
                    guard case .integer(let number)? = json?[key] else { return 0 }
                    return Int(number)
                }
                return CarriedBundle(
                    time: own.text(HybridTime(milliseconds: note.time)), isIncoming: isIncoming, peer: note.peer,
                    changes: number(isIncoming ? "received" : "changes"), photos: number("photos"))
            }
        }
    }
}

extension CarriedBundle {
    /// "Wrote 12 changes and 2 photos for host on a stick."
    package var phrase: Phrase {
        var zh = ["\(changes) 次变更"]
        var en = [changes == 1 ? "1 change" : "\(changes) changes"]
        if photos > 0 {
            zh.append("\(photos) 张照片")
            en.append(photos == 1 ? "1 photo" : "\(photos) photos")
        }
        let what = Phrase(zh: zh.joined(separator: "、"), en: en.joined(separator: " and "))
        return isIncoming
            ? Phrase(zh: "收下 \(peer) 的文件：\(what.zh)。", en: "Took in \(what.en) from a file of \(peer).")
            : Phrase(zh: "在 U 盘上写好给 \(peer) 的：\(what.zh)。", en: "Wrote \(what.en) for \(peer) on a stick.")
    }
}
