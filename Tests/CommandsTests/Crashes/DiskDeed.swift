/// A deed that writes files, to be done on a bad disk.
struct DiskDeed: Sendable {
    let home: String
    let words: [String]
    /// The file that it replaces.
    var file: String?
    /// The file that it makes in a folder of its own.
    var newFile: String?
    /// What a whole one ends with, unless it can be read.
    var ending = ""
    /// Of the record that it begins.
    var title: String?
    /// Whether it makes the device.
    var isMaking = false

    /// What stands in a file before the deed.
    static let old = "what was there before"

    static let all = [
        DiskDeed(home: "037", words: ["record", "add", "activity", "title=新茶"], title: "新茶"),
        DiskDeed(home: "037", words: ["import", "activity", "rows.jsonl"], title: "第 39 场"),
        DiskDeed(home: "037", words: ["bundle", "export", "--to", "host", "--out", "out.yilu"], file: "out.yilu"),
        DiskDeed(
            home: "host", words: ["bundle", "export", "--to", "all", "--out", "for/all"], newFile: "for/all/037.yilu"),
        DiskDeed(home: "host", words: ["bundle", "import", "in.yilu"]),
        DiskDeed(home: "037", words: ["stick", "usb"]),
        DiskDeed(home: "host", words: ["stick", "usb"]),
        DiskDeed(home: "037", words: ["backup", "new.backup"], file: "new.backup"),
        DiskDeed(
            home: "037", words: ["backup", "sealed.backup", "--passphrase-file", "pass"], file: "sealed.backup"),
        DiskDeed(home: "037", words: ["export", "activity", "--format", "csv", "--out", "a.csv"], file: "a.csv"),
        DiskDeed(
            home: "037", words: ["export", "all", "--format", "csv", "--out", "tables"],
            newFile: "tables/activity.csv"),
        DiskDeed(
            home: "host", words: ["report", "--out", "report.html"], file: "report.html", ending: "</html>\n"),
        DiskDeed(
            home: "host", words: ["member", "invite", "--out", "staff.invitation"], file: "staff.invitation"),
        DiskDeed(home: "fresh", words: ["restore", "good.backup"], isMaking: true),
        DiskDeed(home: "fresh", words: ["join", "new.invitation", "--by", "李明"], isMaking: true),
        DiskDeed(home: "fresh", words: ["district", "create", "--name", "别区"], isMaking: true),
        DiskDeed(home: "037", words: ["lock", "--passphrase-file", "pass"]),
    ]
}
