import Bundles
import FieldRecords
import Sticks

extension StickProblem {
    init(_ oddity: StickSurvey.Oddity) {
        let error: DeviceError =
            switch oddity.reason {
            case .unreadable(let error): DeviceError(wording: error)
            case .notAFile:
                DeviceError(
                    .badData,
                    what: Phrase(zh: "这不是普通文件（文件夹或链接），没有打开", en: "this is a folder or a link, and was not opened"),
                    advice: Phrase(zh: "请把它从 U 盘上拿走。", en: "Take it off the stick."))
            }
        self.init(error, file: oddity.path.text)
    }
}

extension StickProblem {
    /// Something else has a name that the visit would have used.
    init(nameTaken path: MediumPath) {
        self.init(
            DeviceError(
                .cannotCreate,
                what: Phrase(
                    zh: "这个名字被别的东西占了，该写在这里的没有写",
                    en: "something else has this name, and what belongs here was not written"),
                advice: Phrase(
                    zh: "请在 U 盘上给它改个名字，再来一次；别的都照常做了。",
                    en: "Rename it on the stick, and run it again; the rest was done all the same.")),
            file: path.text)
    }
}

extension DeviceError {
    /// A damaged file on a stick, for somebody who can only carry on: nothing of it was touched.
    init(ofCarried error: BundlesError) {
        let worded = DeviceError(wording: error)
        guard worded.kind == .badData, case .madeByNewerVersion = error else {
            self.init(
                worded.kind, what: Phrase(zh: "这个文件坏了，或者不完整", en: "this file is damaged, or not whole"),
                advice: Phrase(
                    zh: "没有动它。写它的设备下次会重写一份；一直这样就换一个 U 盘。",
                    en: "It was left as it is. Whoever wrote it writes it again; if this goes on, take another stick."))
            return
        }
        self = worded
    }
}

extension StickProblem {
    init(_ problem: Problem, file: String) {
        let usual =
            switch problem.kind {
            case .tryAgain:
                Phrase(zh: "缺的部分到了会自己接上。", en: "It falls into place when the missing part comes.")
            case .notPermitted:
                Phrase(zh: "这部分不归本机收，没有收。", en: "That part is not for this device, and was not taken.")
            default:
                Phrase(
                    zh: "好的部分已收下。写它的设备下次会重写一份。",
                    en: "What was good in it is kept. Whoever wrote it writes it again next time.")
            }
        self.init(DeviceError(problem.kind, what: problem.what, advice: problem.advice ?? usual), file: file)
    }

    init(parked changes: Int, file: String) {
        self.init(
            DeviceError(
                .tryAgain,
                what: Phrase(zh: "\(changes) 次变更在等前面的", en: "\(changes) changes wait for earlier ones"),
                advice: Phrase(
                    zh: "已经收好，不用管；前面的到了会自己接上。",
                    en: "They are kept: nothing to do. They fall into place when the earlier ones come.")),
            file: file)
    }
}
