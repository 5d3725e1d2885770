import Foundation
import Testing

@testable import CommandsTests

/// What the browser tests share: one browser, and a small district with its pages open. Starting them anew for every
/// test would take longer than the tests.
final class Neighbourhood: Sendable {
    @TaskLocal static var current: Neighbourhood?

    let scratch: Scratch
    let browser: Browser
    /// The pages of a station's device and of the host.
    let station: PageServer
    let host: PageServer

    init() async throws {
        scratch = try Scratch()
        browser = try await Browser(folder: scratch.folder)
        try await scratch.makeDistrict(towns: ["回龙观街道"])
        try await scratch.makeStation("037", name: "龙泽园驿站", town: "回龙观街道", by: "李明")
        try FileManager.default.createDirectory(
            at: scratch.folder.appending(path: "first"), withIntermediateDirectories: true)
        for home in ["037", "host", "037"] { try await scratch.done(home, "stick", "first") }
        station = try PageServer(scratch, "037")
        host = try PageServer(scratch, "host")
    }

    /// Begins a test: a browser that knows nothing, with a laptop's screen and in Chinese.
    func fresh() async throws {
        try await browser.forget(station.origin)
        try await browser.forget(host.origin)
        try await browser.setScreen(.desktop)
        try await browser.setLanguages("zh-CN,zh")
    }

    func close() async {
        await browser.quit()
        station.stop()
        host.stop()
    }

    /// Where pictures of all pages are left for a person to look at.
    static let pictures = Scratch.project.appending(path: ".build/screenshots")
}

/// Opens the browser before the first test of a suite and closes it after the last.
struct InBrowser: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let neighbourhood = try await Neighbourhood()
        do { try await Neighbourhood.$current.withValue(neighbourhood) { try await function() } } catch {
            await neighbourhood.close()
            throw error
        }
        await neighbourhood.close()
    }
}

extension Trait where Self == InBrowser {
    static var inBrowser: InBrowser { InBrowser() }
}
