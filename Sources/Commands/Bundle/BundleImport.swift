import ArgumentParser
import Device
import FieldRecords

/// `yilu bundle import`
struct BundleImport: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("import", zh: "收下数据包", en: "Take in bundles")
    }

    @Argument(help: ArgumentHelp(zh: "数据包", en: "The bundles", valueName: "file"))
    var files: [String]

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let device = try global.device()
        var results: [ImportAnswer.File] = []
        for file in files {
            do {
                let summary = try device.importBundle(file: file) { done, total in
                    let percent = total > 0 ? done * 100 / total : 100
                    console.progress(Phrase("\(file) \(percent)%"))
                }
                results.append(ImportAnswer.File(name: file, summary: summary, failure: nil))
            } catch let failure as DeviceError {
                results.append(ImportAnswer.File(name: file, summary: nil, failure: failure))
            }
        }
        let answer = try ImportAnswer(files: results, at: device)
        try console.show(answer)
        for file in answer.files { complain(of: file, on: console) }
    }
}

extension BundleImport {
    /// Says what was refused in a file, or must wait; the command ends with the worst of all files.
    private func complain(of file: ImportAnswer.File, on console: Console) {
        if let failure = file.failure {
            console.complain(
                failure.kind,
                what: Phrase(zh: "\(file.name)：\(failure.what.zh)", en: "\(file.name): \(failure.what.en)"),
                advice: failure.advice)
        }
        guard let summary = file.summary else { return }
        for problem in summary.problems {
            console.complain(
                problem.kind,
                what: Phrase(zh: "\(file.name)：\(problem.what.zh)", en: "\(file.name): \(problem.what.en)"),
                advice: problem.advice ?? problem.kind.adviceOnBundle)
        }
        if summary.changes.parked > 0, !summary.problems.contains(where: { $0.kind == .tryAgain }) {
            let parked = summary.changes.parked
            console.complain(
                .tryAgain,
                what: Phrase(
                    zh: "\(file.name)：\(parked) 次变更在等前面的",
                    en: "\(file.name): \(count(parked, "change")) \(parked == 1 ? "waits" : "wait") for earlier ones"),
                advice: FailureKind.tryAgain.adviceOnBundle)
        }
    }
}

extension FailureKind {
    /// What to do about a bundle that did not go in whole.
    fileprivate var adviceOnBundle: Phrase {
        switch self {
        case .tryAgain:
            Phrase(zh: "请收下缺的那一段；已收的会自己接上。", en: "Bring the part that is missing; the rest then falls into place.")
        case .notPermitted:
            Phrase(zh: "这一份不归本机收，请交给它写明的设备。", en: "It is not for this device: hand it to the one it names.")
        default:
            Phrase(zh: "好的部分已收下。请让对方再写一份。", en: "What was good in it is kept. Ask the sender for it again.")
        }
    }
}
