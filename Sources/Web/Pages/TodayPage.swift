import Device
import FieldRecords
import Foundation
import Hummingbird

/// What one sees first: the forms that are used most, today's records, and what the district has.
struct TodayPage: Sendable {
    struct FormLink: Sendable {
        let name: String
        let title: String
    }

    /// One kind of deed, with the records it was done to.
    struct Deed: Sendable {
        let what: String
        let numbers: [String]
    }

    let date: String
    let often: [FormLink]
    let others: [FormLink]
    let records: [RecordLine]
    let count: Int
    /// How many of them are not listed; nil for none.
    let earlier: Int?
    /// What the district has of this device's records, and what waits.
    let district: [String]
    /// What the last exchanges brought.
    let exchanges: [String]
    /// What others did to this place's records.
    let cameBack: [Deed]
    /// Nil for none.
    let conflicts: Int?
    /// Nil while the clock seems right.
    let clock: String?

    private static let numbersMax = 12

    /// - Parameter isCut: whether there may be more than that many.
    private static func sentence(_ deed: CameBack.Deed, _ count: Int, isCut: Bool) -> Phrase {
        let (zh, en) = (isCut ? "至少 \(count)" : "\(count)", isCut ? "at least \(count)" : "\(count)")
        let isOne = count == 1 && !isCut
        let records = isOne ? "one record" : "\(en) records"
        let closed = isOne ? "One issue was" : isCut ? "At least \(count) issues were" : "\(count) issues were"
        return switch deed {
        case .closed: Phrase(zh: "办结了 \(zh) 个诉求", en: "\(closed) closed")
        case .settled: Phrase(zh: "裁定了 \(zh) 条有分歧的记录", en: "Disagreements were settled in \(records)")
        case .begun: Phrase(zh: "替本站新记了 \(zh) 条", en: "Others began \(records) for this place")
        case .changed: Phrase(zh: "改动了 \(zh) 条记录", en: "Others changed \(records)")
        case .deleted: Phrase(zh: "删除了 \(zh) 条记录", en: "Others deleted \(records)")
        }
    }

    /// As many large buttons as a phone shows at once.
    private static let oftenCount = 4

    init(_ today: TodayView, _ cameBack: CameBack, exchanges: [String], clock: Phrase?, language: Language) {
        date = today.date.description
        let links = today.forms.map { FormLink(name: $0.name, title: $0.title.text(in: language)) }
        often = Array(links.prefix(TodayPage.oftenCount))
        others = Array(links.dropFirst(TodayPage.oftenCount))
        let forms = Dictionary(today.forms.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        records = today.records.map { RecordLine($0, form: forms[$0.form], language: language) }
        count = today.count
        earlier = count > records.count ? count - records.count : nil
        district = today.district?.phrases.map { $0.text(in: language) } ?? []
        self.exchanges = exchanges
        self.cameBack = CameBack.Deed.allCases.compactMap { deed in
            guard let numbers = cameBack.records[deed] else { return nil }
            return Deed(
                what: TodayPage.sentence(deed, numbers.count, isCut: cameBack.isCut).text(in: language),
                numbers: Array(numbers.prefix(TodayPage.numbersMax)))
        }
        conflicts = today.conflicts > 0 ? today.conflicts : nil
        self.clock = clock?.text(in: language)
    }
}

extension WebFace {
    func addToday(to router: Router<Visit>) {
        router.get("/") { request, visit in
            let (today, status, cameBack) = try await ask { (try $0.today(), try $0.status(), try $0.cameBack()) }
            let sentences = status.sessions.prefix(2).map {
                "\($0.time.prefix(16).replacing("T", with: " ")) \($0.peer): \(hands.sentence($0).text(in: visit.language))"
            }
            let content = TodayPage(
                today, cameBack, exchanges: Array(sentences), clock: ClockWord.phrase(status.clockOffsets),
                language: visit.language)
            return try await page(
                "today", content, title: Phrase(zh: "今天", en: "Today"), room: .today, request, visit)
        }
        router.post("/language") { request, visit in
            var response = redirect(back: visit.form["path"])
            let language = visit.form["language"].flatMap(Language.init(rawValue:)) ?? .zh
            response.setCookie(
                Cookie(
                    name: "yilu_lang", value: language.rawValue, maxAge: WebFace.cookieSeconds, path: "/",
                    sameSite: .strict))
            return response
        }
        router.post("/author") { request, visit in
            var response = redirect(back: visit.form["path"])
            let name = visit.form["name"]?.trimmed ?? ""
            guard name.utf8.count <= Change.authorBytesMax else {
                throw DeviceError(
                    .badData, what: Phrase(zh: "姓名太长", en: "the name is too long"),
                    advice: Phrase(zh: "请写短一些。", en: "Take a shorter one."))
            }
            let value = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            response.setCookie(
                Cookie(name: "yilu_by", value: value, maxAge: WebFace.cookieSeconds, path: "/", sameSite: .strict))
            return response
        }
    }

    private static let cookieSeconds = 10 * 365 * 86_400

    /// A path of this page, whatever somebody sent: never another site.
    static func ownPath(_ path: String?) -> String {
        guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return "/" }
        return path
    }
}
