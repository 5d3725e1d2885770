import FieldRecords

/// The formats that a command writes files in: what `--format` takes, and what the ending of `--out` may say instead.
protocol FileFormat: RawRepresentable, Equatable where RawValue == String {
    /// The formats that a file may have whose name ends so, in small letters and without the point.
    static var endings: [String: [Self]] { get }
}

extension FileFormat {
    /// How to write: as `--format` says, else as the ending of the file's name does.
    ///
    /// - Parameters:
    ///   - given: what `--format` says.
    ///   - out: what `--out` says.
    /// - Returns: nil where neither says anything: a name may end in what means nothing here.
    /// - Throws: ``UsageFault`` where the two contradict each other, and where the ending means a format that the
    ///   command does not write, or several: whoever opens the file would be misled.
    static func chosen(_ given: Self?, out: String?) throws -> Self? {
        guard let out, let ending = FileEnding.ending(of: out), let named = named(by: ending) else { return given }
        if let given, named.contains(given) { return given }
        if let given {
            throw UsageFault(
                Phrase(
                    zh: "\(out) 不是 \(given.rawValue) 的文件名：请改 --out 或 --format",
                    en: "\(out) is no name for a file of \(given.rawValue): change --out or --format"))
        }
        if let format = named.first, named.count == 1 { return format }
        let choices = named.map(\.rawValue)
        throw UsageFault(
            choices.isEmpty
                ? Phrase(zh: "这里写不出 .\(ending) 文件", en: "this command writes no .\(ending)")
                : Phrase(
                    zh: ".\(ending) 可以是 \(choices.joined(separator: " 或 "))：请加 --format",
                    en: ".\(ending) may be \(choices.joined(separator: " or ")): add --format"))
    }

    /// The formats that an ending means; none where it means one of other programs or commands, nil where it means none.
    private static func named(by ending: String) -> [Self]? {
        endings[ending] ?? (FileEnding.known.contains(ending) ? [] : nil)
    }
}

/// The end of a file's name as people and programs read it.
enum FileEnding {
    /// Those that say of a file what it is to be opened with.
    static let known: Set = [
        "csv", "doc", "docx", "geojson", "htm", "html", "json", "jsonl", "kml", "ndjson", "ods", "odt", "pdf", "tsv",
        "xls", "xlsx", "xml", "zip",
    ]

    /// What stands behind the last point of a file's name, in small letters; nil where there is none.
    static func ending(of path: String) -> String? {
        let parts = (path.split(separator: "/").last ?? "").split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let ending = parts.last, !ending.isEmpty else { return nil }
        return ending.lowercased()
    }
}
