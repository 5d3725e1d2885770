import ArgumentParser
import Device
import FieldRecords
import Reports

/// `yilu export`: records in open formats.
struct RecordExportCommand: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("export", zh: "把记录导出成开放格式", en: "Write records in an open format")
    }

    /// What stands for every form.
    private static let all = "all"

    @Argument(help: ArgumentHelp(zh: "表单，或 all：全部", en: "The form, or all of them: all"))
    var form: String

    @Option(
        help: ArgumentHelp(
            zh: "csv、geojson、xlsx 或 jsonl（默认：看 --out 的扩展名，否则 csv）",
            en: "csv, geojson, xlsx or jsonl (default: by the ending of --out, else csv)", valueName: "format"))
    var format: TableFormat?

    @Option(
        help: ArgumentHelp(
            zh: "写到这个文件；all 时是文件夹，附有列的说明", en: "The file to write; with all a folder, with a README of the columns",
            valueName: "file|dir"))
    var out: String

    @Option(help: ArgumentHelp(zh: "照片装进这个压缩包", en: "Put the photos into this archive", valueName: "file.zip"))
    var photos: String?

    @Option(help: ArgumentHelp(zh: "只导出这个地点及其下属", en: "Only this place and those below it"))
    var place: String?

    @Flag(help: ArgumentHelp(zh: "个人信息也写出，不遮盖", en: "Personal values too, unmasked"))
    var personal = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let isAll = form == RecordExportCommand.all
        // The folder of an export of everything has no ending.
        let format = try TableFormat.chosen(format, out: isAll ? nil : out) ?? .csv
        let request = RecordExportRequest(
            form: isAll ? nil : form, format: format, out: out, place: place, photos: photos, showsPersonal: personal,
            language: console.language)
        let export = try global.device().exportRecords(request) { form, records in
            console.progress(Phrase(zh: "\(form)：\(records) 条", en: "\(form): \(count(records, "record"))"))
        }
        try console.show(RecordExportAnswer(export: export, isMasked: !personal))
    }
}

extension TableFormat: ExpressibleByArgument, FileFormat {
    static var endings: [String: [TableFormat]] {
        [
            "csv": [.csv], "xlsx": [.xlsx], "jsonl": [.jsonl], "ndjson": [.jsonl], "geojson": [.geojson],
            "json": [.geojson, .jsonl],
        ]
    }
}

struct RecordExportAnswer: Answer {
    let export: RecordExport
    let isMasked: Bool

    var json: JSONValue {
        [
            "files": .array(
                export.files.map {
                    [
                        "file": .string($0.name), "form": .string($0.form), "records": JSONValue($0.records),
                        "bytes": JSONValue($0.bytes),
                    ]
                }),
            "records": JSONValue(export.files.reduce(0) { $0 + $1.records }),
            "photos": [
                "file": JSONValue(export.photosFile), "held": JSONValue(export.photos),
                "missing": JSONValue(export.photosMissing),
            ], "masked": .bool(isMasked),
        ]
    }

    func lines(in language: Language) -> [String] {
        var lines = export.files.map {
            Phrase(zh: "\($0.name)：\($0.records) 条记录", en: "\($0.name): \(count($0.records, "record"))")
        }
        if let file = export.photosFile {
            let missing = export.photosMissing
            lines.append(
                Phrase(
                    zh: "\(file)：\(export.photos) 张照片" + (missing > 0 ? "，另有 \(missing) 张未到" : ""),
                    en: "\(file): \(count(export.photos, "photo"))"
                        + (missing > 0 ? ", \(missing) still elsewhere" : "")))
        }
        lines.append(
            isMasked
                ? Phrase(zh: "个人信息已遮盖；要写出请加 --personal。", en: "Personal values are masked; --personal writes them.")
                : Phrase(zh: "个人信息没有遮盖：请妥善保管。", en: "Personal values are shown: keep this safe."))
        return lines.map { $0.text(in: language).onOneLine }
    }
}
