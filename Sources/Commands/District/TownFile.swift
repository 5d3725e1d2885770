import Device
import FieldRecords

/// The file of towns that `district create --towns` takes.
enum TownFile {
    /// Columns that may hold a town's code, the first found counting: statistical lists have two of their own.
    static let codeColumns = ["code", "code9", "code12"]

    /// Reads the columns `name` and, if there is one, `code`; others are left alone, as are rows with neither.
    ///
    /// - Throws: `DeviceError` where the file cannot be read or has no column `name`; `FieldRecordsError` for bad CSV.
    static func read(_ path: String) throws -> [TownEntry] {
        var table = try CSVTable(bytes: InputFile.bytes(path))
        guard let nameColumn = table.header.firstIndex(of: "name") else {
            throw DeviceError(
                .badData, what: Phrase(zh: "\(path) 没有 name 列", en: "\(path) has no column name"),
                advice: Phrase(zh: "第一行写 name 或 code,name。", en: "Its first row should be name, or code,name."))
        }
        let codeColumn = codeColumns.lazy.compactMap { table.header.firstIndex(of: $0) }.first
        var towns: [TownEntry] = []
        while let row = try table.next() {
            if let fault = row.fault { throw FieldRecordsError.badTable(fault) }
            let name = row.cells[nameColumn]
            let code = codeColumn.map { row.cells[$0] }.flatMap { $0.isEmpty ? nil : $0 }
            guard !name.isEmpty || code != nil else { continue }
            towns.append(
                TownEntry(
                    code: code, name: name,
                    origin: Phrase(zh: "\(path) 第 \(row.row) 行", en: "\(path), row \(row.row)")))
        }
        return towns
    }
}
