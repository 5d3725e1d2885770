import Foundation
import Testing

@testable import CommandsTests

/// The page in a real browser. The tests share it, one after another; each is an extension in a file by its subject.
@Suite(
    "the page in a browser", .serialized, .inBrowser,
    .enabled(if: Browser.program != nil, "no chromedriver: apt install chromium chromium-driver"))
struct PageTests {
    /// A fresh look at the shared neighbourhood.
    func begin() async throws -> (browser: Browser, station: PageServer, scratch: Scratch) {
        let shared = try neighbourhood
        try await shared.fresh()
        return (shared.browser, shared.station, shared.scratch)
    }

    var neighbourhood: Neighbourhood {
        get throws { try #require(Neighbourhood.current) }
    }
}

extension Browser {
    static let tabKey = "\u{E004}"
    static let enter = "\u{E007}"

    /// Presses Tab until the focus is where it should be.
    func tab(to expression: String) async throws {
        for _ in 0..<80 {
            try await keys([Browser.tabKey])
            if try await script("return Boolean(\(expression))").isTrue { return }
        }
        throw Failure.neverCame("the focus: \(expression)", page: try await text())
    }

    /// Shows the fields that are seldom used.
    func unfold() async throws {
        try await click(try await element("details.fold > summary"))
        try await wait("document.querySelector('details.fold').open")
    }

    /// Presses the button of a form on Today, wherever it stands.
    func pressForm(_ title: String) async throws {
        let isOften = try await script(
            "return [...document.querySelectorAll('.tile')].some((one) => one.checkVisibility() && one.innerText === arguments[0])",
            [title])
        if !isOften.isTrue { try await press("其他表单") }
        try await press(title)
    }
}

extension JSON {
    /// Of an element in WebDriver's JSON.
    var elementID: String? { self["element-6066-11e4-a52e-4f735466cecf"]?.text }
}
