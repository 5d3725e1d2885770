import Callers
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import CommandsTests
@testable import Web

#if canImport(Glibc)
    import Glibc
#endif

@Suite("whoever connects to a page and says nothing")
struct LineTests {
    /// Pages that nobody else asks, served until `body` ends.
    private func serve(
        _ limits: PageLimits, _ body: @escaping @Sendable (Int) throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let port = Mutex(0)
        let pages = WatchPages(.init(fault: { nil }, metrics: { [] }))
        let service = try pages.service(host: "127.0.0.1", port: 0, limits: limits, logger: logger) { found in
            port.withLock { $0 = found }
        }
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [service], logger: logger))
        async let running: Void = group.run()
        while port.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(5)) }
        let found = port.withLock { $0 }
        let result = await Result.of { try await PageServer.apart { try body(found) } }
        await group.triggerGracefulShutdown()
        try await running
        try result.get()
    }

    @Test("is let go after a while, also who sends a byte now and then; who goes on asking is not")
    func time() async throws {
        var limits = PageLimits()
        limits.waitSecondsMax = 1
        try await serve(limits) { port in
            let silent = try RawLine(port)
            let slow = try RawLine(port)
            let start = ContinuousClock.now
            for letter in "GET /healthz HTTP/1.1\r\nX: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".utf8 {
                guard ContinuousClock.now - start < .seconds(2.5) else { break }
                slow.send([letter])
                Thread.sleep(forTimeInterval: 0.05)
            }
            #expect(silent.isClosed && slow.isClosed)
            let asking = HTTPCaller(port: port)
            for _ in 0..<4 {
                #expect(try asking.ask("GET", "/healthz").status == 200)
                Thread.sleep(forTimeInterval: 0.4)
            }
        }
    }

    @Test("gives way to others: who has kept silent the longest goes first")
    func company() async throws {
        var limits = PageLimits()
        limits.connectionsMax = 8
        try await serve(limits) { port in
            let first = try RawLine(port)
            Thread.sleep(forTimeInterval: 0.5)
            let others = try (1..<8).map { _ in try RawLine(port) }
            Thread.sleep(forTimeInterval: 0.5)
            #expect(try HTTPCaller(port: port).ask("GET", "/healthz").status == 200)
            Thread.sleep(forTimeInterval: 0.2)
            #expect(first.isClosed)
            #expect(others.allSatisfy { !$0.isClosed })
        }
    }

    @Test("holds no page up, nor the host's sync, however few descriptors there are", .timeLimit(.minutes(5)))
    func descriptors() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        func few(_ words: String...) throws -> RunningProgram {
            let shell = ["/bin/sh", "-c", #"ulimit -n 200; exec "$0" "$@""#, Scratch.program.path]
            return try RunningProgram(scratch, shell + ["--home", "host"] + words + ["--json"])
        }
        let page = try few("web", "--listen", "127.0.0.1:0")
        defer { page.stop() }
        let host = try few("serve", "--listen", "127.0.0.1:0", "--web", "127.0.0.1:0")
        defer { host.stop() }
        func port(_ program: RunningProgram, _ key: String) throws -> Int {
            let address = try JSON(Data(program.said.utf8))[key]?.text
            return try #require(address?.split(separator: ":").last.flatMap { Int($0) }, "\(program.said)")
        }
        let (pagePort, watchPort) = (try port(page, "web"), try port(host, "web"))
        let lines = try [pagePort, watchPort].flatMap { port in try (0..<220).map { _ in try RawLine(port) } }
        for (port, path) in [(watchPort, "/healthz"), (pagePort, "/list")] {
            #expect(try HTTPCaller(port: port, patienceSeconds: 5).ask("GET", path).status == 200)
        }
        try await scratch.done("037", "sync", "127.0.0.1:\(try port(host, "listen"))")
        withExtendedLifetime(lines) {}
    }
}

extension Result where Failure == any Error {
    fileprivate static func of(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}

/// A connection that sends what no caller would: single bytes, or nothing.
private final class RawLine {
    private let line: Int32

    init(_ port: Int) throws {
        line = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(line, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw HTTPCaller.Failure.cannotConnect(port: port) }
    }

    deinit { close(line) }

    func send(_ bytes: [UInt8]) { _ = Glibc.send(line, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    /// Whether the other side has ended it.
    var isClosed: Bool {
        var byte: UInt8 = 0
        let count = recv(line, &byte, 1, Int32(MSG_DONTWAIT) | Int32(MSG_PEEK))
        return count == 0 || (count < 0 && errno != EAGAIN)
    }
}
