import FieldRecords
import Membership

extension DeviceError {
    init(membership error: MembershipError) {
        let kind: FailureKind
        switch error {
        case .passphraseWrong, .passphraseEmpty:
            self.init(
                error == .passphraseEmpty ? .badData : .notPermitted, what: Phrase(zh: "口令不对", en: "\(error)"),
                advice: Phrase(zh: "请核对大小写和输入法，再试一次。", en: "Mind upper and lower case, and try again."))
            return
        case .notOfThisNetwork, .bundleKeyNotForThisDevice: kind = .notPermitted
        default: kind = .badData
        }
        self.init(
            kind, what: Phrase(zh: error.chinese, en: "\(error)"),
            advice: Phrase(zh: "请核对文件，或向区里要一份新的。", en: "Check the file, or ask the district for a new one."))
    }

    init(invitationUsedBy label: String) {
        self.init(
            .badData, what: Phrase(zh: "\(label) 已经用了这份邀请", en: "\(label) has used this invitation"),
            advice: Phrase(
                zh: "要让那台设备不再算数：yilu member revoke \(label)。",
                en: "To cut that device off: yilu member revoke \(label)."))
    }
}

extension MembershipError {
    /// What the English description says.
    fileprivate var chinese: String {
        switch self {
        case .malformed(let what): "\(chineseName(of: what))读不懂：损坏了，或不是这种东西"
        case .tooLarge(let what, let bytesMax): "\(chineseName(of: what))超过 \(bytesMax) 字节"
        case .versionUnknown(let what, let version): "\(chineseName(of: what))的版本是 \(version)，更新的驿录也许能读"
        case .notOfThisNetwork: "它属于另一个网络"
        case .signatureWrong(let what): "\(chineseName(of: what))的签名不对：被改动过，或不是本人写的"
        case .certificateMisused(let what): "\(chineseName(of: what))被用于它不允许的事"
        case .identityDisagrees(let what): "设备证件自相矛盾（\(chineseName(of: what))）"
        case .tooManySuccessions(let countMax): "这台设备换过 \(countMax) 次以上身份：请重新邀请它"
        case .notTheseKeys: "密钥与设备证件不符"
        case .invitationEdited: "邀请在主机写好之后被改动过：请要一份新的"
        case .bundleKeyNotForThisDevice: "数据包不是封给这台设备的"
        case .frameDoesNotOpen(let index): "数据包的第 \(index) 部分损坏，或不属于这个数据包"
        case .passphraseEmpty: "口令是空的"
        case .passphraseWrong: "口令不对"
        case .backupParametersRefused: "备份要求的密钥算法不合理：损坏了，或不是备份"
        case .backupTruncated: "备份不完整：请换一份"
        case .backupDamaged(let piece): "备份在第 \(piece) 块损坏：请换一份"
        }
    }
}

/// What people call the thing; the module names it in English, also as a part of another: "invitation's path".
private func chineseName(of thing: String) -> String {
    let names = [
        "invitation": "邀请", "a text of the invitation": "邀请里的文字", "yilu invitation 1": "邀请", "identity": "设备证件",
        "root certificate": "网络证书", "credential": "凭证", "device certificate": "设备证书",
        "session certificate": "会话证书", "certificate": "证书", "succession": "身份继任", "yilu succession 1": "身份继任",
        "successor credential": "继任凭证", "yilu successor credential 1": "继任凭证", "yilu possession 1": "持有证明",
        "root key": "根密钥", "device keys": "设备密钥", "signing key": "签名密钥", "sealing key": "封存密钥",
        "wrapped key": "数据包的密钥", "secrets": "设备密钥", "the device": "设备密钥", "device lock": "口令锁", "backup": "备份",
        "head": "日志头", "yilu head 1": "日志头", "yilu bundle header 1": "包头", "yilu receipt 1": "回执",
        "replica": "设备", "network": "网络", "place": "地点", "serial": "编号", "label": "名称",
    ]
    let whole = thing.prefix { $0 != "'" }
    return names[String(whole)] ?? "内容"
}
