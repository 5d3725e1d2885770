import Foundation
import Testing

@Suite("a serving host, seen by those who watch it and by strangers")
struct ServeTests {
    @Test("openssl without a certificate, and with another network's, is refused and logged")
    func openssl() async throws {
        let openssl = URL(filePath: "/usr/bin/openssl")
        guard FileManager.default.isExecutableFile(atPath: openssl.path) else {
            print("openssl is not here: skipped")
            return
        }
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        let host = try Served(scratch, "host")
        let plain = try await scratch.run(openssl, ["s_client", "-connect", host.address, "-tls1_3", "-ign_eof"])
        #expect(plain.code != 0 || (plain.output + plain.errors).contains("alert"))
        let made = try await scratch.run(
            openssl,
            [
                "req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-subj",
                "/CN=another", "-days", "9",
            ])
        try #require(made.code == 0, "\(made.errors)")
        let other = try await scratch.run(
            openssl, ["s_client", "-connect", host.address, "-tls1_3", "-ign_eof", "-cert", "c.pem", "-key", "k.pem"])
        #expect(other.code != 0 || (other.output + other.errors).contains("alert"))
        host.stop()
        #expect(host.lines.contains { $0.contains("refused=noCertificate") }, "\(host.lines)")
        #expect(host.lines.contains { $0.contains("refused=notOfThisNetwork") }, "\(host.lines)")
    }

    @Test("serve offers its health and its counts on the address of --web")
    func watched() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "record", "add", "activity", "title=一")
        let host = try Served(scratch, "host", more: ["--web", "127.0.0.1:0"])
        let web = try #require(
            host.said.split(separator: "\n").last?.split(separator: " ").last.map(String.init), "\(host.said)")
        #expect(try await scratch.yilu("037", ["sync", host.address]).code == 0)
        let health = try await page("\(web)/healthz")
        #expect(health.code == 200 && health.text == "ok\n")
        let metrics = try await page("\(web)/metrics")
        #expect(metrics.code == 200)
        #expect(metrics.text.contains("yilu_sessions_total{ending=\"done\"} 1\n"))
        #expect(metrics.text.contains("yilu_changes_total{direction=\"received\"} 1\n"))
        #expect(metrics.text.contains("# TYPE yilu_silent_stations gauge\nyilu_silent_stations 0\n"))
        #expect(try await page("\(web)/else").code == 404)
        #expect(host.stop().code == 0)
    }

    @Test(
        "who is asked to stop as soon as it has said where it listens ends with 0",
        arguments: [
            ["serve", "--listen", "127.0.0.1:0"], ["serve", "--listen", "127.0.0.1:0", "--web", "127.0.0.1:0"],
            ["web", "--listen", "127.0.0.1:0"],
        ])
    func stoppedAtOnce(command: [String]) async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        for _ in 0..<5 {
            let running = try RunningProgram(scratch, [Scratch.program.path, "--home", "host"] + command)
            let (code, seconds) = running.stop()
            #expect(code == 0 && seconds < 10, "\(running.said)")
        }
    }

    private func page(_ address: String) async throws -> (code: Int, text: String) {
        let curl = try await Scratch().run(
            URL(filePath: "/usr/bin/env"), ["bash", "-c", Self.get, "get", address])
        let parts = curl.output.components(separatedBy: "\r\n\r\n")
        let code = parts[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return (code, parts.dropFirst().joined())
    }

    /// A GET in bash alone, for machines without curl.
    private static let get = """
        hostport="${1#http://}"; path="/${hostport#*/}"; hostport="${hostport%%/*}"
        exec 3<>"/dev/tcp/${hostport%:*}/${hostport#*:}"
        printf 'GET %s HTTP/1.0\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' "$path" >&3
        cat <&3
        """
}
