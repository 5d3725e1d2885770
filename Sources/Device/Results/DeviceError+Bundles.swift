import Bundles
import FieldRecords

extension DeviceError {
    init(bundle error: BundlesError) {
        switch error {
        case .otherNetwork:
            self.init(
                .notPermitted, what: Phrase(zh: "数据包属于另一个网络", en: "the bundle belongs to another network"),
                advice: Phrase(zh: "请核对是否拿错了文件。", en: "Check that it is the right file."))
        case .notForThisReceiver:
            self.init(
                .notPermitted, what: Phrase(zh: "数据包不是给这台设备的", en: "the bundle is not for this device"),
                advice: Phrase(zh: "yilu bundle inspect 会说明它是给谁的。", en: "yilu bundle inspect tells whom it is for."))
        case .senderNotKnown:
            self.init(
                .notPermitted,
                what: Phrase(zh: "数据包的发送者不属于这个网络", en: "the bundle's sender is no device of this network"),
                advice: Phrase(zh: "请核对是否拿错了文件。", en: "Check that it is the right file."))
        case .madeByNewerVersion:
            self.init(
                .badData, what: Phrase(zh: "数据包来自更新的版本", en: "the bundle was made by a newer version"),
                advice: Phrase(zh: "请更新 yilu。", en: "Update yilu."))
        case .notABundle:
            self.init(
                .badData, what: Phrase(zh: "这不是驿录数据包", en: "this is not a bundle of yilu"),
                advice: Phrase(zh: "请核对是否拿错了文件。", en: "Check that it is the right file."))
        default:
            self.init(
                .badData, what: Phrase(zh: "数据包损坏：\(error.chinese)", en: "the bundle is damaged: \(error)"),
                advice: Phrase(zh: "请重新拷贝，或请对方重新导出。", en: "Copy it again, or ask for a new export."))
        }
    }
}

extension BundlesError {
    /// What the English description says.
    fileprivate var chinese: String {
        switch self {
        case .notABundle: "不是驿录数据包"
        case .madeByNewerVersion(_, let number): "有更新的驿录才认识的内容（\(number)）"
        case .malformed(let part, let offset): "\(chineseName(of: part))从第 \(offset) 字节起读不懂"
        case .tooLarge(let part, let count, let max, let offset):
            "\(chineseName(of: part))在第 \(offset) 字节写着 \(count)，最多只能是 \(max)"
        case .truncated(let frames): "在第 \(frames) 部分之后断了"
        case .damaged(let damage): damage.chinese
        case .headerAltered: "包头被改动过"
        case .senderNotKnown: "发送者不属于这个网络"
        case .otherNetwork: "属于另一个网络"
        case .notForThisReceiver: "是封给别的设备的"
        case .changeTooLarge(let sequence, let bytes): "变更 \(sequence) 有 \(bytes) 字节，超过了限度"
        case .changeImpossible(let sequence): "变更 \(sequence) 不是任何设备会写的"
        case .headWrong(let range): "变更 \(range.from) 至 \(range.through) 的签名不对，内容被改动过"
        case .receiptAltered: "回执被改动过，或属于另一个网络"
        case .compressorFailed(let code): "解压出错（\(code)），可能是内存不够"
        }
    }
}

extension BundlesError.Damage {
    fileprivate var chinese: String {
        let place = "第 \(frame) 部分（第 \(offset) 字节）"
        return switch reason {
        case .doesNotOpen: place + "打不开"
        case .lengthImpossible(let length): place + "的长度不可能是 \(length)"
        case .malformed(let part, let offset): place + "里，\(chineseName(of: part))从 \(offset) 起与声明的不符"
        case .rangeNotAnnounced(let range): place + "里的变更 \(range.from) 至 \(range.through) 不在包头里"
        case .rangesMissing(let ranges): "缺少包头说有的 \(ranges.count) 段变更"
        case .trailingBytes: place + "之后还有多余的内容"
        }
    }
}

/// What people call a part of a bundle; the modules name it in English.
private func chineseName(of part: String) -> String {
    let names = [
        "bundle header": "包头", "frame": "一部分", "section": "一节", "chunk": "一段变更", "change": "一次变更",
        "identities": "设备证件", "receipt": "回执", "receipt file": "回执文件", "blob piece": "照片的一块", "column": "一列值",
    ]
    return names[part] ?? "内容"
}
