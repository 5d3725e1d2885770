import Device
import FieldRecords

extension NodeView: Row, Answer {
    static var header: [Phrase] {
        [
            Phrase(zh: "代码", en: "CODE"), Phrase(zh: "名称", en: "NAME"), Phrase(zh: "所属", en: "BELONGS TO"),
            Phrase(zh: "状态", en: "STATE"),
        ]
    }

    var json: JSONValue {
        [
            "code": .string(code), "name": .string(name), "kind": .string(kind), "id": .string(id),
            "town": JSONValue(parent), "closed": .bool(isClosed),
        ]
    }

    func cells(in language: Language) -> [String] {
        [code, name, parent ?? "", isClosed ? Phrase(zh: "已关闭", en: "closed").text(in: language) : ""]
    }

    func lines(in language: Language) -> [String] {
        let closed = isClosed ? Phrase(zh: "（已关闭）", en: " (closed)").text(in: language) : ""
        return ["\(code) \(name)\(closed)".onOneLine]
    }
}

extension MemberView: Row {
    static var header: [Phrase] {
        [
            Phrase(zh: "设备", en: "DEVICE"), Phrase(zh: "地点", en: "PLACE"), Phrase(zh: "状态", en: "STANDING"),
            Phrase(zh: "说明", en: "REMARK"),
        ]
    }

    var json: JSONValue {
        [
            "replica": .string(replica), "key": .string(key), "place": .string(place), "standing": .string(standing),
            "reason": JSONValue(reason?.en), "thisDevice": .bool(isThisDevice), "predecessor": JSONValue(predecessor),
        ]
    }

    func cells(in language: Language) -> [String] {
        let remarks = [
            isThisDevice ? Phrase(zh: "本设备", en: "this device").text(in: language) : nil,
            predecessor.map { Phrase(zh: "继任 \($0)", en: "follows \($0)").text(in: language) },
            reason?.text(in: language),
        ]
        return [
            replica, place, standingPhrase.text(in: language),
            remarks.compactMap(\.self).joined(separator: language == .zh ? "；" : "; "),
        ]
    }
}

extension InvitationView: Row {
    static var header: [Phrase] {
        [
            Phrase(zh: "编号", en: "SERIAL"), Phrase(zh: "设备", en: "DEVICE"), Phrase(zh: "地点", en: "PLACE"),
            Phrase(zh: "有效期至", en: "EXPIRES"), Phrase(zh: "状态", en: "STATE"),
        ]
    }

    var json: JSONValue {
        [
            "serial": .string(serial), "label": .string(label), "place": .string(place), "expires": .string(expires),
            "state": .string(state),
        ]
    }

    func cells(in language: Language) -> [String] {
        let names = ["open": "未使用", "used": "已使用", "expired": "已过期", "withdrawn": "已撤回"]
        return [
            serial, label, place, String(expires.prefix(10)),
            Phrase(zh: names[state] ?? state, en: state).text(in: language),
        ]
    }
}

/// An invitation and the file it stands in.
struct WrittenInvitation: Answer {
    let invitation: IssuedInvitation
    let file: String

    var json: JSONValue {
        [
            "serial": .string(invitation.serial), "label": .string(invitation.label),
            "place": .string(invitation.place), "expires": .string(invitation.expires), "file": .string(file),
        ]
    }

    func lines(in language: Language) -> [String] {
        [
            Phrase(
                zh:
                    "给设备 \(invitation.label)（地点 \(invitation.place)）的邀请在 \(file)，有效期至 \(invitation.expires.prefix(10))。",
                en: "The invitation for device \(invitation.label) at \(invitation.place) is in \(file), "
                    + "valid until \(invitation.expires.prefix(10))."),
            Phrase(
                zh: "请把它带到那台设备上：yilu join \(file)", en: "Carry it to that device and run there: yilu join \(file)"),
        ].map { $0.text(in: language).onOneLine }
    }
}

/// A device that just came to be: by `district create`, `join` or `restore`.
struct NewDevice: Answer {
    let status: StatusView
    let news: [Phrase]

    var json: JSONValue {
        [
            "network": .string(status.network), "networkName": .string(status.networkName),
            "replica": .string(status.replica), "place": .string(status.place),
            "placeName": .string(status.placeName), "standing": .string(status.standing),
        ]
    }

    func lines(in language: Language) -> [String] {
        news.map { $0.text(in: language).onOneLine }
    }
}
