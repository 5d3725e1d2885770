import ArgumentParser
import Device
import Exchange
import FieldRecords
import Foundation
import Logging
import Transports

/// `yilu serve`: answers other devices over TCP until it is told to stop.
struct SessionServe: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("serve", zh: "等其他设备来同步", en: "Let other devices sync with this one")
    }

    @Option(
        help: ArgumentHelp(
            zh: "在哪里等（默认：所有地址，端口 8409）", en: "Where to listen (default: every address, port 8409)",
            valueName: "host:port"))
    var listen = "0.0.0.0:8409"

    @Option(
        help: ArgumentHelp(
            zh: "在哪里提供 /healthz 和 /metrics（默认：不提供）", en: "Where to offer /healthz and /metrics (default: nowhere)",
            valueName: "host:port"))
    var web: String?

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        guard let address = LineAddress(listen) else { throw UsageFault.address(listen) }
        let pages = try web.map { text in
            guard let address = LineAddress(text, defaultPort: 8410) else { throw UsageFault.address(text) }
            return address
        }
        let device = try global.device()
        FileLimit.raise()
        let serving = try Serving(device, listen: address, web: pages)
        defer { serving.stop() }
        var announcement: Process?
        defer { announcement?.terminate() }
        try serving.run { bound, web in
            var members = [JSONMember("listen", .string("\(bound)"))]
            var said = [Phrase(zh: "在 \(bound) 等待同步", en: "Listening on \(bound)")]
            if let web {
                members.append(JSONMember("web", .string("\(web)")))
                members.append(JSONMember("feed", .string("http://\(web)/odata/")))
                said.append(
                    Phrase(
                        zh: "数据源在 http://\(web)/odata/，密码在 \(device.feedTokenPath)",
                        en: "Feed at http://\(web)/odata/, its password in \(device.feedTokenPath)"))
                said.append(Phrase(zh: "页面在 http://\(web)", en: "Pages at http://\(web)"))
            }
            try console.show(Said(.object(members), said))
            try console.finish()
            announcement = Neighbours.announce(bound, as: "yilu \(try device.status().replica)")
        }
    }
}

/// Each connection is a file.
enum FileLimit {
    /// Raises the soft limit to the hard one.
    static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

extension UsageFault {
    static func address(_ text: String) -> UsageFault {
        UsageFault(Phrase(zh: "“\(text)”不是地址（主机:端口）", en: "“\(text)” is no address (HOST:PORT)"))
    }
}
