import ArgumentParser
import Device
import FieldRecords
import Logging
import ServiceLifecycle
import Synchronization
import Transports
import UnixSignals
import Web

/// `yilu web`: the page of this device, until it is told to stop.
struct PageCommand: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("web", zh: "在浏览器里记录和同步", en: "Record and sync in a browser")
    }

    @Option(
        help: ArgumentHelp(
            zh: "在哪里打开（默认 127.0.0.1:8410，只有本机能打开）",
            en: "Where to open it (default 127.0.0.1:8410, for this machine alone)", valueName: "host:port"))
    var listen = "127.0.0.1:8410"

    @Option(
        help: ArgumentHelp(
            zh: "口令在这个文件里：局域网上的其他设备也能打开",
            en: "A file with the passcode with which others on the local network come in", valueName: "file"))
    var passcodeFile: String?

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        guard let address = LineAddress(listen, defaultPort: 8410) else { throw UsageFault.address(listen) }
        let isOpen = !WebAccess.isLoopback(address.host)
        guard !isOpen || passcodeFile != nil else {
            throw UsageFault(
                Phrase(
                    zh: "没有口令时只在本机打开：请用 127.0.0.1:端口，或加上 --passcode-file",
                    en: "without a passcode it is for this machine alone: use 127.0.0.1:PORT, or --passcode-file"))
        }
        let device = try global.device()
        var access = WebAccess(loopback: address.host, port: address.port)
        var fingerprint: String?
        if let passcodeFile {
            let passcode = Passcode(try Self.passcode(in: passcodeFile), secret: try device.pageToken())
            let certificate = try Self.certificate(of: device)
            fingerprint = certificate.fingerprint
            access = WebAccess(
                network: address.host, port: address.port, passcode: passcode,
                encryption: try certificate.configuration)
        }
        let limits = PageLimits(descriptors: OpenFiles.raisedMax(), oneIn: 4)
        let face = try WebFace(device, hands: .commands(device), access: access, limits: limits)
        defer { face.stop() }
        try run(face, at: address, fingerprint: fingerprint, on: console)
    }

    /// - Throws: `DeviceError` where it is missing or too short.
    private static func passcode(in path: String) throws -> String {
        let text = try InputFile.passphrase(path) ?? ""
        guard text.utf8.count >= Passcode.bytesMin else {
            throw DeviceError(
                .badData, what: Phrase(zh: "口令太短", en: "the passcode is too short"),
                advice: Phrase(zh: "至少 8 个字节，写在文件的第一行。", en: "At least 8 bytes, on the first line of the file."))
        }
        return text
    }

    private static func said(_ face: WebFace, at web: LineAddress, fingerprint: String?) -> Said {
        let page = "\(face.access.scheme)://\(web)"
        var phrases = [Phrase(zh: "页面在 \(page) ，按 Ctrl-C 结束", en: "The page is at \(page); Ctrl-C ends it")]
        if let fingerprint {
            phrases.append(Phrase(zh: "证书指纹 \(fingerprint)", en: "The certificate's fingerprint: \(fingerprint)"))
        }
        return Said(
            [
                "web": .string("\(web)"), "token": .string(face.token),
                "fingerprint": fingerprint.map(JSONValue.string) ?? .null,
            ], phrases)
    }

    private static func certificate(of device: Device) throws -> PageCertificate {
        let kept = try device.pageSecret(.certificate) { try PageCertificate(names: ["yilu.local"]).encoded }
        guard let certificate = PageCertificate(encoded: kept) else {
            throw DeviceError(
                .inputOutput, what: Phrase(zh: "页面的证书读不出来", en: "the page's certificate cannot be read"),
                advice: Phrase(zh: "请运行 yilu check --deep。", en: "Run yilu check --deep."))
        }
        return certificate
    }

    private func run(
        _ face: WebFace, at address: LineAddress, fingerprint: String?, on console: Console
    ) throws {
        let box = PortBox()
        var logger = Logger(label: "yilu") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        var configuration = ServiceGroupConfiguration(
            services: [try face.service(logger: logger) { port in box.port.withLock { $0 = port } }],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(8)
        let group = ServiceGroup(configuration: configuration)
        var failure: (any Error)?
        var isTold = false
        func tell() {
            guard !isTold, let port = box.port.withLock({ $0 }) else { return }
            isTold = true
            let web = LineAddress(host: address.host, port: port)
            do {
                try console.show(Self.said(face, at: web, fingerprint: fingerprint))
                try console.finish()
            } catch { failure = error }
        }
        do { try Waiting.run(meanwhile: tell) { try await group.run() } } catch {
            throw Serving.cannotListen(address, error)
        }
        if let failure { throw failure }
    }
}

/// What the server tells the main thread once somebody can come.
private final class PortBox: Sendable {
    let port = Mutex<Int?>(nil)
}
