/// A deed that writes files.
struct FailingDeed: Sendable {
    let home: String
    let words: [String]
    /// The file that it replaces.
    var file: String?
    /// What a whole one has in it.
    var mark = ""
    /// Of the record that it begins.
    var title: String?
    /// Whether it makes the device.
    var isMaking = false

    /// What stands in a file before the deed.
    static let old = "what was there before"

    func isWhole(_ content: String) -> Bool { content != FailingDeed.old && (mark.isEmpty || content.contains(mark)) }

    static let all = [
        FailingDeed(home: "037", words: ["record", "add", "activity", "title=新茶"], title: "新茶"),
        FailingDeed(home: "037", words: ["import", "activity", "rows.jsonl"], title: "第 39 场"),
        FailingDeed(home: "037", words: ["bundle", "export", "--to", "host", "--out", "out.yilu"], file: "out.yilu"),
        FailingDeed(home: "host", words: ["bundle", "import", "in.yilu"]),
        FailingDeed(home: "037", words: ["stick", "usb"]),
        FailingDeed(home: "host", words: ["stick", "usb"]),
        FailingDeed(home: "037", words: ["backup", "new.backup"], file: "new.backup"),
        FailingDeed(
            home: "037", words: ["backup", "sealed.backup", "--passphrase-file", "pass"], file: "sealed.backup"),
        FailingDeed(home: "037", words: ["export", "activity", "--format", "csv", "--out", "a.csv"], file: "a.csv"),
        FailingDeed(
            home: "host", words: ["report", "--out", "report.html"], file: "report.html", mark: "</html>"),
        FailingDeed(
            home: "host", words: ["member", "invite", "--out", "staff.invitation"], file: "staff.invitation"),
        FailingDeed(home: "fresh", words: ["restore", "good.backup"], isMaking: true),
        FailingDeed(home: "fresh", words: ["join", "new.invitation", "--by", "李明"], isMaking: true),
        FailingDeed(home: "fresh", words: ["district", "create", "--name", "别区"], isMaking: true),
        FailingDeed(home: "037", words: ["lock", "--passphrase-file", "pass"]),
    ]
}
