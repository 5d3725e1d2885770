import Device
import FieldRecords

/// What `bundle export` wrote.
struct ExportAnswer: Answer {
    let bundles: [ExportSummary]
    let failures: [DeviceError]

    init(_ all: [ExportSummary]) {
        bundles = all.filter { $0.failure == nil }
        failures = all.compactMap(\.failure)
    }

    var json: JSONValue {
        [
            "changes": JSONValue(bundles.reduce(0) { $0 + $1.changes }),
            "photos": JSONValue(bundles.reduce(0) { $0 + $1.photos }),
            "bytes": JSONValue(bundles.reduce(0) { $0 + $1.bytes }),
            "bundles": .array(
                bundles.map {
                    [
                        "file": .string($0.file), "receivers": .array($0.receivers.map(JSONValue.string)),
                        "changes": JSONValue($0.changes), "photos": JSONValue($0.photos), "bytes": JSONValue($0.bytes),
                    ]
                }),
            "problems": .array(
                failures.map { ["code": JSONValue(Int($0.kind.rawValue)), "what": JSONValue($0.what)] }),
        ]
    }

    func lines(in language: Language) -> [String] {
        guard !bundles.isEmpty || !failures.isEmpty else {
            return [Phrase(zh: "没有可以收的设备。", en: "There is no device to write to.").text(in: language)]
        }
        return bundles.map { bundle in
            let receivers = bundle.receivers.joined(separator: ", ")
            let photosZh = bundle.photos > 0 ? "、\(bundle.photos) 张照片" : ""
            let photosEn = bundle.photos > 0 ? " and \(count(bundle.photos, "photo"))" : ""
            let bytes = count(bundle.bytes, "byte")
            return Phrase(
                zh: "\(bundle.file)：给 \(receivers)，\(bundle.changes) 次变更\(photosZh)，\(bundle.bytes) 字节",
                en: "\(bundle.file): for \(receivers), \(count(bundle.changes, "change"))\(photosEn), \(bytes)"
            ).text(in: language).onOneLine
        }
    }
}

/// What `bundle import` did, over all its files.
struct ImportAnswer: Answer {
    /// One file: what came of it, or why nothing could.
    struct File {
        let name: String
        let summary: ImportSummary?
        let failure: DeviceError?
    }

    /// Each as it stands when the last is in.
    let files: [File]
    /// At the end.
    private let missing: [MissingRange]

    /// - Parameter files: as each was taken in.
    init(files: [File], at device: Device) throws {
        var summaries = files.compactMap(\.summary)
        missing = summaries.isEmpty ? [] : try device.bringUpToDate(&summaries)
        var settled = summaries.makeIterator()
        self.files = files.map {
            File(name: $0.name, summary: $0.summary == nil ? nil : settled.next(), failure: $0.failure)
        }
    }

    private var summaries: [ImportSummary] { files.compactMap(\.summary) }

    var json: JSONValue {
        .object(
            ImportSummary.members(of: summaries, missing: missing) + [JSONMember("files", .array(files.map(\.json)))])
    }

    func lines(in language: Language) -> [String] {
        files.flatMap { $0.lines(in: language) }
    }
}

extension ImportAnswer.File {
    fileprivate var json: JSONValue {
        var members = [JSONMember("file", .string(name)), JSONMember("sender", JSONValue(summary?.sender))]
        members += ImportSummary.members(of: summary.map { [$0] } ?? [], missing: summary?.missing ?? [])
        members.append(JSONMember("receivedBefore", JSONValue(summary?.receivedBefore)))
        members.append(JSONMember("remarks", .array((summary?.remarks ?? []).map { JSONValue($0) })))
        let problems =
            (summary?.problems.map { (code: $0.kind.rawValue, what: $0.what) } ?? [])
            + (failure.map { [(code: $0.kind.rawValue, what: $0.what)] } ?? [])
        members.append(
            JSONMember(
                "problems",
                .array(problems.map { ["code": JSONValue(Int($0.code)), "what": JSONValue($0.what)] })))
        members.append(JSONMember("code", JSONValue(Int((summary?.kind ?? failure?.kind)?.rawValue ?? 0))))
        return .object(members)
    }

    fileprivate func lines(in language: Language) -> [String] {
        guard let summary else { return [] }
        let sender = summary.sender.isEmpty ? "" : " (\(summary.sender))"
        return summary.phrases.enumerated().map { index, phrase in
            let text = phrase.text(in: language).onOneLine
            return index == 0 ? "\(name)\(sender): \(text)".onOneLine : "  \(text)"
        }
    }
}
