import FieldRecords
import Reports
import Store

extension DistrictPage.Call {
    init(_ station: StationStanding, _ language: Language) {
        var reasons: [Phrase] = []
        if station.isSilent {
            reasons.append(
                station.daysSilent.map { Phrase(zh: "\($0) 天没有消息", en: "silent for \($0) days") }
                    ?? Phrase(zh: "从未有过消息", en: "never heard from"))
        }
        for range in station.word.missing {
            reasons.append(
                Phrase(
                    zh: "缺 \(range.log) 的 \(range.from)–\(range.through)",
                    en: "lacks \(range.from)–\(range.through) of \(range.log)"))
        }
        if station.word.photosMissing > 0 {
            reasons.append(
                Phrase(zh: "缺 \(station.word.photosMissing) 张照片", en: "\(station.word.photosMissing) photos missing"))
        }
        for label in station.word.waiting {
            reasons.append(Phrase(zh: "\(label) 等待登记", en: "\(label) waits to be enrolled"))
        }
        self.init(
            code: station.code, name: station.name, town: station.town,
            why: reasons.map { $0.text(in: language) }.joined(separator: language == .zh ? "；" : "; "),
            lead: station.contact?.lead ?? "", phone: station.contact?.phone ?? "")
    }
}
