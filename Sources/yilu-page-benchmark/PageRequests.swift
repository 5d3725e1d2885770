import Callers
import FieldRecords
import Foundation

/// What is asked of the page, kind by kind.
struct PageRequests {
    struct Kind {
        let name: String
        var status = 200
        /// By its turn.
        let request: (Int) -> ServedPage.Request
    }

    let kinds: [Kind]

    init(_ page: ServedPage, _ station: MeasuredStation) throws {
        // Records from all over the device, by the interface.
        let numbers = try stride(from: 0, to: 5000, by: 500).flatMap { offset -> [String] in
            let answer = try page.ask(
                .init(method: "GET", path: "/api/v1/records?form=issue&limit=20&offset=\(offset)"))
            return try JSONValue(parsing: answer.body).elements?.compactMap { $0["number"]?.text } ?? []
        }
        func get(_ name: String, _ path: String) -> Kind {
            Kind(name: name) { _ in .init(method: "GET", path: path) }
        }
        func coded(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
        func number(_ turn: Int) -> String { numbers.isEmpty ? "037-1" : numbers[turn % numbers.count] }
        let saving = UInt64.random(in: .min ... .max)
        kinds = [
            get("Today", "/"), get("form", "/new/issue"),
            Kind(name: "form, as one types") { turn in
                .init(
                    method: "POST", path: "/api/v1/forms/issue/fill", type: "application/json",
                    body: #"{"typed": {"kind": "pay", "title": "工资\#(turn)", "status": "resolved"}}"#)
            },
            Kind(name: "save", status: 303) { turn in
                .init(
                    method: "POST", path: "/new/visit",
                    body: "f-date=2026-11-25&f-services=rest&f-people=\(turn)&once=\(saving)-\(turn)")
            },
            get("list", "/list"), get("list, far down", "/list?offset=90000"),
            get("list, one form", "/list?form=issue"),
            get("list, oldest first", "/list?order=oldest"),
            get("search, rare word", "/list?q=\(coded(MeasuredStation.rareWord))"),
            get("search, common word", "/list?q=\(coded(MeasuredStation.commonWord))"),
            get("search, a word nowhere", "/list?q=\(coded("北极熊"))"),
            get("search, rare word in a form", "/list?form=issue&q=\(coded(MeasuredStation.rareWord))"),
            get("list, a rare choice", "/list?form=issue&choice=status%3Adeclined"),
            get("list, a choice nobody made", "/list?form=issue&choice=status%3Aresolved"),
            get("list, conflicts", "/list?kind=conflict"), get("list, deleted", "/list?kind=deleted"),
            Kind(name: "record") { .init(method: "GET", path: "/record/\(number($0))") },
            Kind(name: "record, to edit") { .init(method: "GET", path: "/record/\(number($0))/edit") },
            get("sync", "/sync"),
        ]
    }
}
