import Device
import FieldRecords
import Foundation
import Testing

@Suite("Rows as the world writes them")
struct HostileRowTests {
    @Test(
        "strings that break other programs come back byte by byte, also at the host",
        .enabled(if: SharedData.isThere("hostile/blns.json"), "shared/data/hostile/blns.json is not here"))
    func naughtyStrings() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let list = try SharedData.bytes("hostile/blns.json")
        let strings = try #require(try JSONValue(parsing: list).elements).compactMap(\.text)
        #expect(strings.count > 400)
        var typed: [String: String] = [:]
        for string in strings {
            do {
                typed[try station.addIssue([("note", string)])] = string
            } catch let error as DeviceError {
                Issue.record("\(string.debugDescription) is refused: \(error.what.en)")
            }
        }
        let lines = strings.enumerated().map { index, text in
            JSONValue.object([
                JSONMember("id", .string("row \(index)")), JSONMember("kind", .string("other")),
                JSONMember("note", .string(text)),
            ]).compact
        }
        let file = try network.write(Array(lines.joined(separator: "\n").utf8), "jsonl")
        let outcome = try station.rows(file, key: "id")
        #expect(outcome.refused.isEmpty)
        #expect(outcome.added == strings.count)
        try network.carry(station, to: network.host)
        let imported = try network.host.numbers().suffix(strings.count)
        for (number, string) in Array(typed) + zip(imported, strings) {
            let note = try network.host.text(number, "note") ?? ""
            #expect(Array(note.utf8) == Array(string.utf8), "\(number): \(string.debugDescription)")
        }
        try expectSame(network.host, station)
        try expectSound(network.host, station)
        // Taken in again, nothing changed.
        #expect(try station.rows(file, key: "id").unchanged == strings.count)
    }

    private static let table =
        "date,kind,title,note\r\n2023-11-08,entry,驿站漏水,请修\r\n2023-11-09,rest,\"a,\"\"b\"\"\",\r\n"

    /// 驿站漏水 and 请修 in GB18030.
    private static let gb18030: [UInt8] =
        Array("date,kind,title,note\r\n2023-11-08,entry,".utf8) + [
            0xE6, 0xE4, 0xD5, 0xBE, 0xC2, 0xA9, 0xCB, 0xAE, 0x2C,
        ]
        + [0xC7, 0xEB, 0xD0, 0xDE] + Array("\r\n2023-11-09,rest,\"a,\"\"b\"\"\",\r\n".utf8)

    private static let encodings: [(String, [UInt8])] = [
        ("UTF-8", Array(table.utf8)),
        ("UTF-8 with BOM", [0xEF, 0xBB, 0xBF] + Array(table.utf8)),
        ("GB18030", gb18030),
        ("UTF-16 LE", [0xFF, 0xFE] + table.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
        ("UTF-16 BE", [0xFE, 0xFF] + table.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }),
    ]

    @Test("a CSV file is read in the encoding it has", arguments: encodings.map(\.0))
    func encoding(name: String) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let bytes = try #require(Self.encodings.first { $0.0 == name }?.1)
        let outcome = try station.rows(try network.write(bytes, "csv"))
        #expect(outcome.added == 2)
        #expect(outcome.refused.isEmpty)
        #expect(try station.text("037-1", "title") == "驿站漏水")
        #expect(try station.text("037-1", "note") == "请修")
        #expect(try station.text("037-2", "title") == "a,\"b\"")
        #expect(try station.text("037-2", "note") == nil)
    }

    /// Line 3 has a cell too few, 4 one too many, 5 a kind that is none, 6 no kind, 8 a day that is none.
    private static let ragged = """
        date,kind,title
        2023-11-08,entry,好的
        2023-11-08,entry
        2023-11-08,entry,多,余
        2023-11-08,nonsense,坏的
        2023-11-08,,缺的
        2023-11-10,rest,也好
        2023-02-30,rest,坏的
        """

    @Test(
        "bad rows keep all out, each named by its line; or only themselves where good ones are kept",
        arguments: [false, true])
    func raggedRows(keepGood: Bool) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let file = try network.write(Array(Self.ragged.utf8), "csv")
        let outcome = try station.rows(file, keepGood: keepGood)
        #expect(outcome.refused.map(\.row) == [3, 4, 5, 6, 8])
        #expect(outcome.added == (keepGood ? 2 : 0))
        #expect(try station.numbers() == (keepGood ? ["037-1", "037-2"] : []))
        try expectSound(station)
    }

    @Test("lines that are no JSON, or name no form, are refused by their line")
    func badLines() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let lines = [
            "{\"form\":\"visit\",\"date\":\"2023-11-08\",\"fields\":{\"services\":[\"rest\"]}}", "{", "[]", "null", "",
            "{\"form\":\"nowhere\",\"fields\":{}}", "{\"fields\":{\"kind\":\"other\"}}",
            "{\"form\":\"issue\",\"fields\":{\"kind\":\"other\"}}",
        ]
        let file = try network.write(Array(lines.joined(separator: "\n").utf8), "jsonl")
        let outcome = try station.rows(file, form: "auto", keepGood: true)
        #expect(outcome.added == 2)
        #expect(outcome.refused.map(\.row) == [2, 3, 4, 6, 7])
        // Whoever tells them tells the line.
        #expect(outcome.refused.allSatisfy { !$0.reason.zh.contains("第 \($0.row) 行") }, "\(outcome.refused)")
    }

    @Test(
        "a file that is no table at all changes nothing and ends in words",
        arguments: [
            [], [0], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], Array("\"".utf8), Array("kind\n\"open".utf8),
            [0xFF, 0xFE, 0xD8],
            Array(repeating: 0x2C, count: 5_000), Array(repeating: 0x41, count: 3 << 20),
            Array("kind,kind\nother,rest".utf8),
        ] as [[UInt8]])
    func noTable(bytes: [UInt8]) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        for ending in ["csv", "jsonl"] {
            do {
                let outcome = try station.rows(try network.write(bytes, ending))
                #expect(outcome.added == 0)
            } catch let error as DeviceError {
                #expect(error.kind == .badData, "\(error.what.en)")
            }
        }
        #expect(try station.status().records == 0)
    }

    @Test("a key ties rows to records: imported again, and at another device, nothing doubles")
    func keyed() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let second = try network.member(of: "037", home: "037b")
        try network.carry(network.host, to: station)
        let first = "id,kind,title,note\nA1,entry,门,旧\nA2,rest,椅,旧\n"
        #expect(try station.rows(try network.write(Array(first.utf8), "csv"), key: "id").added == 2)
        try network.exchange(station, second)
        let next = "id,kind,title,note\nA1,entry,门,新\nA2,rest,椅,\nA3,pay,款,新\n"
        let file = try network.write(Array(next.utf8), "csv")
        let outcome = try second.rows(file, key: "id")
        #expect(outcome.all == [1, 2, 0])
        #expect(try second.text("037-1", "note") == "新")
        #expect(try second.text("037-2", "note") == nil, "an empty cell clears in an update")
        try network.exchange(second, station)
        let again = try station.rows(file, key: "id")
        #expect(again.all == [0, 0, 3])
        try expectSame(station, second)
        let keyless = try network.write(Array("id,kind\n,other\n".utf8), "csv")
        #expect(try station.rows(keyless, key: "id", keepGood: true).refused.map(\.row) == [2])
    }

    @Test("a row that names a photo which is not here is refused, and one whose photo is here is taken")
    func photos() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let kept = try station.keepPhoto([0xFF, 0xD8, 0xFF, 1, 2, 3])
        let strange = FileReference(digest: [UInt8](repeating: 7, count: 32), bytes: 6, mediaType: "image/jpeg")
        let lines = [("好的", kept), ("没有", strange)].map { title, photo in
            JSONValue.object([
                JSONMember("id", .string(title)), JSONMember("kind", .string("other")),
                JSONMember("title", .string(title)), JSONMember("photo", FieldValue.file(photo).json),
            ]).compact
        }
        let file = try network.write(Array(lines.joined(separator: "\n").utf8), "jsonl")
        #expect(try station.rows(file).refused.map(\.row) == [2])
        #expect(try station.numbers().isEmpty)
        let outcome = try station.rows(file, key: "id", keepGood: true)
        #expect(outcome.added == 1 && outcome.refused.map(\.reason.zh) == ["没有这张照片"])
        #expect(try station.rows(file, key: "id", keepGood: true).unchanged == 1)
        let status = try station.status()
        #expect(status.photosHeld == 1 && status.photosMissing == 0 && status.records == 1)
    }
}
