import Foundation
import Testing

@testable import CommandsTests

/// What a person does with a page: looks, presses, types.
extension Browser {
    func open(_ address: String) async throws {
        try await command("/url", ["url": address])
    }

    func reload() async throws { try await command("/refresh") }

    /// Waits for a text that can be read on the page.
    func see(_ text: String) async throws {
        try await wait("document.body.innerText.includes(args[0])", [text])
    }

    /// Waits until a text is no more to be read.
    func seeNoMore(_ text: String) async throws {
        try await wait("!document.body.innerText.includes(args[0])", [text])
    }

    /// Waits for something by a CSS selector, that can be seen.
    func element(_ selector: String) async throws -> String {
        try await found(
            "[...document.querySelectorAll(args[0])].find((one) => one.checkVisibility())", [selector])
    }

    /// Waits for the control that a label names, as somebody who cannot see the page is told it.
    func control(_ label: String) async throws -> String {
        try await found(
            """
            [...document.querySelectorAll('label')].filter((one) => one.checkVisibility()
              && one.innerText.replace('*', '').trim() === args[0]).map((one) => one.control)[0]
            """, [label])
    }

    /// Presses the first button, link or summary with that text.
    func press(_ text: String) async throws {
        let button = try await found(
            """
            [...document.querySelectorAll('button, a, summary, label')].find((one) => one.checkVisibility()
              && !one.disabled && one.innerText.trim() === args[0])
            """, [text])
        try await click(button)
    }

    /// Clicks into the middle of something, which is first brought to the middle of the screen: at its end a form has
    /// a bar over it.
    func click(_ element: String) async throws {
        try await script(
            "arguments[0].scrollIntoView({block: 'center'})", [["element-6066-11e4-a52e-4f735466cecf": element]])
        try await command("/element/\(element)/click")
    }

    /// Types into the control that a label names, in place of what is there.
    func type(_ text: String, into label: String) async throws {
        let control = try await control(label)
        try await command("/element/\(control)/clear")
        try await keys(text, to: control)
    }

    /// Keys, or for a control of files their paths, to one control.
    func keys(_ text: String, to element: String) async throws {
        try await command("/element/\(element)/value", ["text": text])
    }

    /// Presses keys one after another, wherever the focus is.
    func keys(_ keys: [String]) async throws {
        let actions = keys.flatMap { [["type": "keyDown", "value": $0], ["type": "keyUp", "value": $0]] }
        try await command("/actions", ["actions": [["type": "key", "id": "keys", "actions": actions]]])
    }

    /// A date control takes its value by script: how it is typed differs by the browser's country.
    func setDate(_ date: String, of field: String) async throws {
        try await script(
            """
            const control = document.querySelector(arguments[0]);
            control.value = arguments[1];
            control.dispatchEvent(new Event('input', {bubbles: true}));
            """, ["[name=\"f-\(field)\"]", date])
    }

    func value(of selector: String) async throws -> String {
        try await script("return document.querySelector(arguments[0]).value", [selector]).text ?? ""
    }

    /// The path of the page one is on.
    func path() async throws -> String {
        try await script("return location.pathname").text ?? ""
    }

    /// Waits for the page of a record, after a save.
    ///
    /// - Returns: its number.
    func savedRecord() async throws -> String {
        let path = try await wait("/^\\/record\\/[^\\/]+$/.test(location.pathname) && location.pathname")
        return try #require(path.text?.split(separator: "/").last.map(String.init))
    }

    private func found(_ expression: String, _ arguments: [Any]) async throws -> String {
        // The key that stands for an element in WebDriver's JSON.
        let key = "element-6066-11e4-a52e-4f735466cecf"
        return try #require(try await wait(expression, arguments)[key]?.text)
    }
}

/// How a page is looked at.
extension Browser {
    enum Screen: String, CaseIterable {
        case phone, desktop

        var size: (width: Int, height: Int) { self == .phone ? (390, 844) : (1280, 800) }
    }

    /// The languages that the browser asks for.
    func setLanguages(_ languages: String) async throws {
        try await devTools("Emulation.setUserAgentOverride", ["userAgent": "test", "acceptLanguage": languages])
    }

    func setScreen(_ screen: Screen) async throws {
        let (width, height) = screen.size
        try await devTools(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": screen == .phone])
    }

    /// A picture of the whole page.
    func screenshot(to file: URL) async throws {
        let taken = try await devTools("Page.captureScreenshot", ["captureBeyondViewport": true, "format": "png"])
        try #require(Data(base64Encoded: taken["data"]?.text ?? "")).write(to: file)
    }

    /// Forgets cookies and drafts, as another person's browser.
    func forget(_ origin: String) async throws {
        try await devTools("Storage.clearDataForOrigin", ["origin": origin, "storageTypes": "all"])
        try await devTools("Network.clearBrowserCookies")
    }
}
