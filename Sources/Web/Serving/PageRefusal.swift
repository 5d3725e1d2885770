import Device
import FieldRecords
import HTTPTypes
import Hummingbird

/// Why the page does not do what it was asked, before anybody looked at the content.
enum PageRefusal: Error {
    case foreignOrigin, foreignName, token
    /// Of the door to the local network.
    case passcode, wrongPasscode, tooOften
    /// More than ``Doorkeeper/bodyBytesMax``.
    case tooLarge
    /// What is not here.
    case noSuchPage
    /// Not one of the ways to ask that are used here.
    case method

    /// Whether it may be somebody who may see nothing of this device.
    var isOfStranger: Bool {
        switch self {
        case .foreignOrigin, .foreignName, .method, .passcode, .wrongPasscode, .tooOften: true
        case .token, .tooLarge, .noSuchPage: false
        }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .foreignOrigin, .foreignName, .token: .forbidden
        case .passcode: .unauthorized
        case .wrongPasscode: .forbidden
        case .tooOften: .tooManyRequests
        case .noSuchPage: .notFound
        case .method: .methodNotAllowed
        case .tooLarge: .contentTooLarge
        }
    }

    var what: Phrase {
        switch self {
        case .foreignOrigin: Phrase(zh: "别的网站不能操作这里", en: "another site may not act here")
        case .foreignName: Phrase(zh: "请用本机地址打开", en: "open this page by its own address")
        case .token: Phrase(zh: "请求没有带上令牌，什么也没有改动", en: "the request shows no token; nothing was changed")
        case .passcode: Phrase(zh: "需要口令", en: "a passcode is needed")
        case .wrongPasscode: Phrase(zh: "口令不对", en: "this is not the passcode")
        case .tooOften: Phrase(zh: "试得太多了", en: "too many tries")
        case .noSuchPage: Phrase(zh: "没有这一页", en: "there is no such page")
        case .tooLarge: Phrase(zh: "发来的内容太大", en: "what was sent is too large")
        case .method: Phrase(zh: "这里不接受这种请求", en: "nothing here is asked in this way")
        }
    }

    var advice: Phrase {
        switch self {
        case .foreignOrigin, .foreignName:
            Phrase(zh: "请打开 yilu web 启动时说的地址。", en: "Open the address that yilu web tells when it starts.")
        case .tooLarge: Phrase(zh: "照片最大 16 MB。", en: "A photo has at most 16 MB.")
        case .method: Phrase(zh: "请看 /api/v1/openapi.json。", en: "See /api/v1/openapi.json.")
        case .token:
            Phrase(zh: "请从本页面保存，或看 /api/v1/openapi.json。", en: "Save from the page, or see /api/v1/openapi.json.")
        case .passcode: Phrase(zh: "请输入口令，再做一次。", en: "Enter it (at /door), then do this again.")
        case .wrongPasscode: Phrase(zh: "请再输一次。", en: "Enter it once more.")
        case .tooOften: Phrase(zh: "请过一分钟再试。", en: "Try again in a minute.")
        case .noSuchPage: Phrase(zh: "请回到今天的页面。", en: "Go back to the page of today.")
        }
    }
}

extension FailureKind {
    /// The nearest of HTTP's.
    var status: HTTPResponse.Status {
        switch self {
        case .usage, .badData: .badRequest
        case .noInput: .notFound
        case .unavailable, .tryAgain: .serviceUnavailable
        case .notPermitted: .forbidden
        case .internalFault, .cannotCreate, .inputOutput: .internalServerError
        }
    }
}
