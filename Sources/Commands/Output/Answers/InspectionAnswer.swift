import Device
import FieldRecords

/// What can be told of a bundle.
struct Inspection: Answer {
    let view: BundleInspectionView
    /// Whether there is a device here, which would know its own network.
    let hasDevice: Bool

    var json: JSONValue { view.json }

    func lines(in language: Language) -> [String] {
        view.phrases(hasDevice: hasDevice).map { $0.text(in: language).onOneLine }
    }
}

extension BundleInspectionView {
    fileprivate var json: JSONValue {
        [
            "network": .string(network), "ours": .bool(isOurs), "sender": .string(sender),
            "receivers": .array(receivers.map(JSONValue.string)), "forUs": .bool(isForUs), "time": .string(time),
            "version": JSONValue(version),
            "ranges": .array(
                ranges.map {
                    [
                        "place": .string($0.place), "log": .string($0.log), "from": JSONValue($0.from),
                        "through": JSONValue($0.through),
                    ]
                }),
            "changes": JSONValue(changes), "photos": JSONValue(photos), "photoBytes": JSONValue(photoBytes),
            "bytes": JSONValue(bytes), "frames": JSONValue(frames), "ok": .bool(problems.isEmpty),
            "problems": .array(problems.map { JSONValue($0) }), "contentChecked": .bool(contentChecked),
        ]
    }

    fileprivate func phrases(hasDevice: Bool) -> [Phrase] {
        let receiversText = receivers.joined(separator: ", ")
        let time = time.withoutFraction
        let ours =
            if !hasDevice {
                Phrase("")
            } else if isOurs {
                Phrase(zh: "（本网络）", en: " (this network)")
            } else {
                Phrase(zh: "（不是本机的网络）", en: " (not this device's network)")
            }
        var phrases = [
            Phrase(
                zh: "来自 \(sender)，给 \(receiversText)，写于 \(time)",
                en: "From \(sender) for \(receiversText), written \(time)"),
            Phrase(zh: "网络 \(network)\(ours.zh)", en: "Network \(network)\(ours.en)"),
            Phrase(
                zh: "\(changes) 次变更，\(photos) 张照片，\(bytes) 字节，格式版本 \(version)",
                en: "\(count(changes, "change")), \(count(photos, "photo")), \(count(bytes, "byte")), format \(version)"
            ),
        ]
        phrases += ranges.map {
            Phrase(
                zh: "  地点 \($0.place)，日志 \($0.log)：\($0.from) 到 \($0.through)",
                en: "  place \($0.place), log \($0.log): \($0.from) to \($0.through)")
        }
        if problems.isEmpty {
            phrases.append(
                contentChecked
                    ? Phrase(zh: "完好：内容也打开检查过。", en: "Sound: the content was opened and checked too.")
                    : Phrase(zh: "外壳完好；内容是密封的，这里打不开。", en: "The envelope is sound; the content is sealed."))
        }
        return phrases + problems
    }
}
