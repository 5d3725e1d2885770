import FieldRecords
import Foundation
import Sticks

extension DeviceError {
    /// What a failure of the stick means for whoever stands there with it.
    init(medium error: MediumError) {
        switch error {
        case .full:
            self.init(
                .inputOutput, what: Phrase(zh: "U 盘满了", en: "the stick is full"),
                advice: Phrase(
                    zh: "请换一个 U 盘，或删掉上面别的文件，再插一次。",
                    en: "Take another stick, or free some room on it, and run it again."))
        case .readOnly, .notPermitted:
            self.init(
                .cannotCreate, what: Phrase(zh: "U 盘只能读，不能写", en: "the stick can be read and not written"),
                advice: Phrase(
                    zh: "请拨开写保护开关，或检查权限，再插一次。",
                    en: "Move its write-protection switch, or check the permissions, and run it again."))
        case .gone, .missing:
            self.init(
                .inputOutput, what: Phrase(zh: "U 盘不见了：可能被拔出了", en: "the stick is gone: was it pulled out?"),
                advice: Phrase(zh: "什么也没丢。请插好再来一次。", en: "Nothing is lost. Plug it in and run it again."))
        case .differs:
            self.init(
                .inputOutput, what: Phrase(zh: "U 盘读回的内容和写进去的不一样", en: "the stick does not give back what was written"),
                advice: Phrase(zh: "这个 U 盘坏了，请换一个。", en: "This stick is worn out: take another."))
        case .notAFolder, .notAFile, .exists:
            self.init(
                .cannotCreate,
                what: Phrase(zh: "U 盘上有东西占了 YILU 里的位置", en: "something on the stick is in the way in YILU"),
                advice: Phrase(
                    zh: "请把 U 盘上名叫 YILU 的文件或链接改个名字，再来一次。",
                    en: "Rename the file or link that is called YILU on the stick, and run it again."))
        case .failed(let code):
            let reason = Phrase(systemError: code)
            self.init(
                .inputOutput, what: Phrase(zh: "U 盘读写出错：\(reason.zh)", en: "the stick failed: \(reason.en)"),
                advice: Phrase(
                    zh: "请再试一次；还不行就换一个 U 盘。", en: "Try once more; if it fails again, take another stick."))
        }
    }
}

extension DeviceError {
    /// Why a stick could not even be opened.
    init(stick path: String, _ error: MediumError) {
        switch error {
        case .missing:
            self.init(
                .noInput, what: Phrase(zh: "没有 \(path)", en: "there is no \(path)"),
                advice: Phrase(
                    zh: "请插好 U 盘，等它出现，再写对它的位置。", en: "Plug the stick in, wait until it shows, and give its place."))
        case .notAFolder, .notAFile:
            self.init(
                .noInput, what: Phrase(zh: "\(path) 不是文件夹", en: "\(path) is no folder"),
                advice: Phrase(zh: "请写 U 盘所在的文件夹。", en: "Give the folder where the stick is."))
        default: self.init(medium: error)
        }
    }
}
