import Device
import FieldRecords
import Foundation
import Hummingbird

/// Records to look through: by form, by place, by a word, page by page.
struct ListPage: Sendable {
    /// One of the things a list can be narrowed to.
    struct Option: Sendable {
        let name: String
        let label: String
        let isChosen: Bool
    }

    let forms: [Option]
    let places: [Option]
    let kinds: [Option]
    let orders: [Option]
    /// Choices of the form's first field of one choice.
    let choices: [Option]
    let choiceLabel: String
    let text: String
    /// Whether anything but the text narrows or orders it.
    let isNarrowed: Bool
    let records: [RecordLine]
    let earlier: String?
    let later: String?
    /// Where in the list this page begins, from 1.
    let from: Int
    let through: Int

    static let rows = 50
}

extension WebFace {
    func addLists(to router: Router<Visit>) {
        router.get("/list") { request, visit in
            let asked = RecordListRequest(asked: request.asked, limit: ListPage.rows)
            let (found, forms, nodes) = try await ask {
                (try $0.recordPage(asked), try $0.forms(), try $0.heldNodes())
            }
            let content = ListPage(asked, found, forms: forms, nodes: nodes, language: visit.language)
            return try await page(
                "list", content, title: Phrase(zh: "记录", en: "Records"), room: .list, request, visit)
        }
    }
}

extension RecordListRequest {
    /// What the address of a list says; what makes no sense is left out.
    init(asked text: (String) -> String?, limit: Int) {
        self.init()
        form = text("form")
        place = text("place")
        self.text = text("q")
        kind = text("kind").flatMap(Kind.init(rawValue:)) ?? .standing
        order = text("order").flatMap(Order.init(rawValue:)) ?? .newest
        if let choice = text("choice"), let colon = choice.firstIndex(of: ":") {
            self.choice = (String(choice[..<colon]), String(choice[choice.index(after: colon)...]))
        }
        self.limit = text("limit").flatMap { Int($0) } ?? limit
        offset = min(max(text("offset").flatMap { Int($0) } ?? 0, 0), 10_000_000)
    }
}

extension ListPage {
    init(
        _ asked: RecordListRequest, _ found: RecordListPage, forms all: [Form], nodes: [NodeView], language: Language
    ) {
        let form = all.first { $0.name == asked.form }
        forms = all.map { Option(name: $0.name, label: $0.title.text(in: language), isChosen: $0.name == asked.form) }
        places =
            nodes.count > 1
            ? nodes.map { Option(name: $0.code, label: "\($0.code) \($0.name)", isChosen: $0.code == asked.place) } : []
        let kindNames: [RecordListRequest.Kind: Phrase] = [
            .standing: Phrase(zh: "现有的", en: "Standing"), .conflict: Phrase(zh: "有分歧的", en: "In conflict"),
            .deleted: Phrase(zh: "已删除的", en: "Deleted"),
        ]
        kinds = [.standing, .conflict, .deleted].map { kind in
            Option(name: kind.rawValue, label: kindNames[kind]?.text(in: language) ?? "", isChosen: kind == asked.kind)
        }
        orders = [
            Option(
                name: "newest", label: Phrase(zh: "新的在前", en: "Newest first").text(in: language),
                isChosen: asked.order == .newest),
            Option(
                name: "oldest", label: Phrase(zh: "旧的在前", en: "Oldest first").text(in: language),
                isChosen: asked.order == .oldest),
        ]
        let field = form?.fields.first { $0.name == "status" } ?? form?.fields.first { $0.type == .selectOne }
        choiceLabel = field?.label.text(in: language) ?? ""
        choices =
            field?.choices.map { choice in
                Option(
                    name: "\(field?.name ?? ""):\(choice.name)", label: choice.label.text(in: language),
                    isChosen: asked.choice?.field == field?.name && asked.choice?.code == choice.name)
            } ?? []
        text = asked.text ?? ""
        isNarrowed =
            asked.form != nil || asked.place != nil || asked.choice != nil || asked.kind != .standing
            || asked.order != .newest
        let known = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        records = found.records.map { RecordLine($0, form: known[$0.form], language: language) }
        from = found.records.isEmpty ? 0 : asked.offset + 1
        through = asked.offset + found.records.count
        earlier = asked.offset > 0 ? asked.address(offset: max(0, asked.offset - ListPage.rows)) : nil
        later = found.hasMore ? asked.address(offset: asked.offset + ListPage.rows) : nil
    }
}

extension RecordListRequest {
    /// The address of the same list from another place on.
    fileprivate func address(offset: Int) -> String {
        let parts: [(String, String?)] = [
            ("form", form), ("place", place), ("q", text), ("choice", choice.map { "\($0.field):\($0.code)" }),
            ("kind", kind == .standing ? nil : kind.rawValue), ("order", order == .newest ? nil : order.rawValue),
            ("offset", offset == 0 ? nil : "\(offset)"),
        ]
        let query = parts.compactMap { name, value in
            value?.addingPercentEncoding(withAllowedCharacters: .alphanumerics).map { "\(name)=\($0)" }
        }
        return "/list" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }
}
