import Device
import Exchange
import FieldRecords
import Transports

// Refusals and faults of the line in sentences, with what to do and the exit code.

extension SyncOutcome.Complaint {
    /// - Parameter isOurs: whether this side refused.
    init(_ refusal: Refusal, isOurs: Bool, peer: String) {
        let detail = refusal.detail.isEmpty ? "" : " (\(refusal.detail))"
        let who = isOurs ? Phrase(zh: "本机", en: "this device") : Phrase(zh: peer, en: peer)
        let (kind, what, advice) = SyncOutcome.Complaint.words(of: refusal.reason, isOurs: isOurs, peer: peer)
        self.init(
            kind: kind,
            what: Phrase(zh: "\(who.zh)：\(what.zh)\(detail)", en: "\(who.en): \(what.en)\(detail)"), advice: advice)
    }

    private static func words(
        of reason: Refusal.Reason, isOurs: Bool, peer: String
    ) -> (FailureKind, Phrase, Phrase) {
        let again = Phrase(zh: "请稍后再试：yilu sync", en: "Try again later: yilu sync")
        let district = Phrase(zh: "请联系区里。", en: "Ask the district.")
        let report = Phrase(zh: "好的部分已收下。请把这一行告诉区里。", en: "What was good is kept. Tell the district of this line.")
        switch reason {
        case .updateNeeded:
            return (
                .badData, Phrase(zh: "两边的版本对不上，需要更新", en: "update needed: the versions do not fit"),
                Phrase(zh: "请更新较旧一边的 yilu。", en: "Update yilu on the older side.")
            )
        case .otherNetwork: return (.notPermitted, Phrase(zh: "对方属于另一个网络", en: "another network"), district)
        case .revoked: return (.notPermitted, Phrase(zh: "这台设备已被吊销", en: "the device was revoked"), district)
        case .retired: return (.notPermitted, Phrase(zh: "这台设备已停用", en: "the device was retired"), district)
        case .notEnrolled:
            return (
                .notPermitted,
                Phrase(zh: "这台设备还没有登记，送去的先另存着", en: "the device is not enrolled; what it brings is kept apart"),
                Phrase(zh: "请区里批准：yilu member admit", en: "The district admits it: yilu member admit")
            )
        case .malformed: return (.badData, Phrase(zh: "收到的不是驿录的消息", en: "what came is no message of yilu"), report)
        case .tooLarge: return (.badData, Phrase(zh: "一条消息超过限度", en: "a message is over its limit"), report)
        case .outOfTurn: return (.badData, Phrase(zh: "一条消息来得不是时候", en: "a message came out of turn"), report)
        case .badContent: return (.badData, Phrase(zh: "有内容验证不过", en: "content does not verify"), report)
        case .notPermitted: return (.notPermitted, Phrase(zh: "有变更不该到这里", en: "changes that may not be there"), report)
        case .unknownPlace:
            return (.tryAgain, Phrase(zh: "有一个还不知道的地点", en: "a place that is not known there yet"), again)
        case .neverSent:
            return (.badData, Phrase(zh: "回执说有从未送出的内容", en: "a receipt for what was never sent"), report)
        case .silent: return (.tryAgain, Phrase(zh: "太久没有动静", en: "nothing came for too long"), again)
        case .tooLong: return (.tryAgain, Phrase(zh: "这一次用时太久", en: "the session took too long"), again)
        case .busy: return (.tryAgain, Phrase(zh: "正忙", en: "busy"), again)
        case .shuttingDown: return (.tryAgain, Phrase(zh: "正在关闭", en: "shutting down"), again)
        case .goesOnAnew: return (.tryAgain, Phrase(zh: "换了新身份", en: "goes on under a new identity"), again)
        case .cannotStore:
            return (
                isOurs ? .inputOutput : .unavailable, Phrase(zh: "存不下收到的内容", en: "cannot store what came"),
                Phrase(zh: "请看看那台设备：上锁了，还是磁盘满了或坏了。", en: "Look at that device: is it locked, its disk full or failing?")
            )
        case .unknown:
            return (
                .unavailable, Phrase(zh: "拒绝了，原因是更新的版本才有的", en: "refused, for a reason of a newer version"),
                Phrase(zh: "请更新 yilu。", en: "Update yilu.")
            )
        }
    }
}

extension SyncOutcome.Complaint {
    /// - Parameter left: changes that still wait to go.
    init(_ fault: LineFault, address: String, left: Int) {
        let again = Phrase(zh: "记录都还在，稍后再试：yilu sync", en: "Nothing is lost. Try again later: yilu sync")
        let check = Phrase(zh: "请核对地址。", en: "Check the address.")
        let (kind, what, advice): (FailureKind, Phrase, Phrase) =
            switch fault {
            case .unreachable: (.unavailable, Phrase(zh: "连不上", en: "nobody answers"), again)
            case .notTLS: (.unavailable, Phrase(zh: "那里不是驿录", en: "what answers is no yilu"), check)
            case .noCertificate:
                (.notPermitted, Phrase(zh: "对方没有出示证书", en: "the other side shows no certificate"), check)
            case .notOfThisNetwork:
                (.notPermitted, Phrase(zh: "对方不属于本网络", en: "the other side is not of this network"), check)
            case .certificateRefused:
                (
                    .notPermitted,
                    Phrase(zh: "对方不认这台设备的证书", en: "the other side does not take this device's certificate"),
                    Phrase(zh: "请核对地址，或联系区里。", en: "Check the address, or ask the district.")
                )
            case .handshakeTooLong:
                (.unavailable, Phrase(zh: "握手太慢", en: "the handshake took too long"), again)
            case .closedEarly:
                (.unavailable, Phrase(zh: "对方还没说明身份就断开了", en: "it closed before saying who it is"), again)
            case .tooManyConnections:
                (.tryAgain, Phrase(zh: "对方的连接太多", en: "it has too many connections"), again)
            case .altered: (.tryAgain, Phrase(zh: "数据在路上被改动了", en: "bytes changed on their way"), again)
            case .broken:
                (
                    .tryAgain,
                    left > 0
                        ? Phrase(zh: "线路断了，还剩 \(left) 次变更", en: "the line broke: stopped, \(left) left")
                        : Phrase(zh: "线路断了", en: "the line broke"), again
                )
            }
        self.init(kind: kind, what: Phrase(zh: "\(address)：\(what.zh)", en: "\(address): \(what.en)"), advice: advice)
    }
}
