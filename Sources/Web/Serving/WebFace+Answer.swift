import Crypto
import Device
import FieldRecords
import Foundation
import HTTPTypes
import Hummingbird
import Mustache

extension WebFace {
    /// A page with its frame.
    func page<Content: Sendable>(
        _ template: String, _ content: Content, title: Phrase, room: PageRoom, _ request: Request, _ visit: Visit,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let home = try await ask { try $0.home() }
        let isTold = isSealed(request.uri.string)
        let frame = PageFrame(
            language: visit.language.rawValue, isZh: visit.language == .zh, title: title.text(in: visit.language),
            place: "\(home.place.code) \(home.place.name)", network: home.networkName, token: token,
            author: [visit.author, home.author].first { !$0.isEmpty }, path: request.pagePath,
            isToday: room == .today, isList: room == .list, isSync: room == .sync, isDistrict: room == .district,
            isAbove: home.isAbove,
            notice: !isTold
                ? nil : request.asked("done").flatMap(PageNotice.init(rawValue:))?.phrase.text(in: visit.language),
            savedDraft: isTold ? request.asked("draft") : nil)
        let page = Page(page: frame, words: PageWords.texts(in: visit.language), content: content)
        guard let html = PageTemplates.library.render(page, withTemplate: template) else {
            preconditionFailure("there is no template \(template)")
        }
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }

    /// One JSON document.
    func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        var bytes: [UInt8] = []
        value.appendJSON(to: &bytes)
        return Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Goes on to another page after something was done.
    ///
    /// An address that tells what was done is sealed: a link from elsewhere could say that something was saved, and have
    /// the browser forget the draft of it. Never for a path that somebody sent.
    func redirect(to path: String) -> Response {
        let isTelling = path.contains("?done=")
        return Response(
            status: .seeOther, headers: [.location: isTelling ? "\(path)\(WebFace.sealName)\(seal(of: path))" : path])
    }

    /// Goes to a page that somebody asked for, as they named it: it tells nothing that it did not tell before.
    func redirect(back path: String?) -> Response {
        Response(status: .seeOther, headers: [.location: WebFace.ownPath(path)])
    }

    private static let sealName = "&seal="

    private func seal(of path: String) -> String {
        let key = SymmetricKey(data: Array(token.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array(path.utf8), using: key)
        return Hexadecimal.text(of: Array(code.prefix(16)))
    }

    private func isSealed(_ address: String) -> Bool {
        guard let name = address.range(of: WebFace.sealName, options: .backwards) else { return false }
        return String(address[name.upperBound...]).isSame(as: seal(of: String(address[..<name.lowerBound])))
    }
}

/// What a page says has just been done.
enum PageNotice: String {
    case saved, unchanged, deleted, restored, settled, merged, dismissed, revoked, revokedAlone, busy, withdrawn
    /// What a page could not decide, since something had come that it did not show.
    case keptUp, keptDeleted, settledInPart

    var phrase: Phrase {
        switch self {
        case .saved: Phrase(zh: "已保存。", en: "Saved.")
        case .unchanged: Phrase(zh: "没有变化，不用保存。", en: "Nothing was changed, so nothing was saved.")
        case .deleted: Phrase(zh: "已删除。可以撤销。", en: "Deleted. You can take that back.")
        case .restored: Phrase(zh: "已恢复。", en: "It is back.")
        case .settled: Phrase(zh: "分歧已裁定。", en: "Settled.")
        case .keptUp:
            Phrase(
                zh: "这期间有人改过这条记录，没有删掉：请看下面的分歧。",
                en: "Somebody changed it meanwhile, so it is not deleted: see the conflict below.")
        case .keptDeleted:
            Phrase(zh: "这期间又有人删除了它，请再看一次。", en: "Somebody deleted it again meanwhile: look once more.")
        case .settledInPart:
            Phrase(
                zh: "记下了。这期间又来了一个值，还有分歧：请再看一次。",
                en: "Noted. Another value came meanwhile, so there is still a conflict: look once more.")
        case .withdrawn: Phrase(zh: "邀请已撤回，谁也不能再用。", en: "Withdrawn: nobody can use that invitation any more.")
        case .merged: Phrase(zh: "已合并成一条。可以撤销。", en: "Merged into one. You can take that back.")
        case .dismissed: Phrase(zh: "记下了：这是两条。", en: "Noted: these are two.")
        case .revoked: Phrase(zh: "已吊销这台设备。", en: "The device is revoked.")
        case .revokedAlone:
            Phrase(
                zh: "已吊销这台设备。从它恢复或复制出来的设备仍是登记的：不是站里自己的也要吊销。",
                en:
                    "The device is revoked. Those restored or copied from it stay enrolled: revoke what is not the station's own."
            )
        case .busy: Phrase(zh: "正在同步，请等它结束。", en: "An exchange is going on: wait for it to end.")
        }
    }
}
