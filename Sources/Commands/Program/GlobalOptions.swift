import ArgumentParser
import Device
import FieldRecords

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            zh: "设备的文件夹（默认：YILU_HOME，否则 ~/.yilu）", en: "The device's folder (default: YILU_HOME, else ~/.yilu)",
            valueName: "dir"))
    var home: String?

    @Option(
        help: ArgumentHelp(
            zh: "设备之外记住日志头的文件夹（容器或 U 盘上的设备用）",
            en: "The folder outside the device that remembers its head (for containers, or a device on a stick)",
            valueName: "dir"))
    var sidecar: String?

    @Flag(help: ArgumentHelp(zh: "在标准输出写一份 JSON", en: "Write one JSON document on standard output"))
    var json = false

    @Option(help: ArgumentHelp(zh: "语言：zh 或 en", en: "Language: zh or en", valueName: "zh|en"))
    var lang: LanguageName?
}

extension GlobalOptions {
    /// The options that may also stand before the command's name, and whether each takes a value.
    static let takesValue = ["--home": true, "--sidecar": true, "--lang": true, "--json": false]

    /// Where the device is.
    ///
    /// - Throws: ``UsageFault`` where no folder is named and there is no home directory to look in; `DeviceError` where
    ///   a variable that is used is no text.
    func deviceOptions() throws -> DeviceOptions {
        // Where the notes are looked for, unless the option names the place.
        if sidecar == nil, try GivenText.variable("XDG_STATE_HOME") ?? "" == "" { _ = try GivenText.variable("HOME") }
        if let home, !home.isEmpty { return deviceOptions(home: home) }
        if let folder = try GivenText.variable("YILU_HOME"), !folder.isEmpty { return deviceOptions(home: folder) }
        guard let user = try GivenText.variable("HOME"), !user.isEmpty else {
            throw UsageFault(
                Phrase(zh: "不知道设备的文件夹：没有 --home，也没有 HOME", en: "no device folder: neither --home nor HOME is set"))
        }
        return deviceOptions(home: user + "/.yilu")
    }

    /// A device with a passphrase finds it where the environment says, if nobody has unlocked it.
    private func deviceOptions(home: String) -> DeviceOptions {
        DeviceOptions(home: home, sidecar: sidecar) {
            let file = try GivenText.variable("YILU_PASSPHRASE_FILE")
            return try InputFile.passphrase(file.flatMap { $0.isEmpty ? nil : $0 })
        }
    }

    func device() throws -> Device {
        try Device.open(deviceOptions())
    }
}

/// What `--lang` takes. ``Speech`` has read it before the command line is parsed; here it is only checked.
enum LanguageName: String, ExpressibleByArgument {
    case zh
    case en
}
