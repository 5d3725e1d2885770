import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One connection to an HTTP server on this machine, kept open from call to call: for tests and measurements.
///
/// It sends exactly what it is told, also what no browser would, and follows nothing. One call at a time.
///
/// Source: RFC 9112.
package final class HTTPCaller {
    package enum Failure: Error, Equatable {
        case cannotConnect(port: Int)
        /// The connection ended, or went quiet, in the middle of an answer.
        case brokenOff
        /// What came is no HTTP.
        case noHTTP(String)
    }

    private let port: UInt16
    private let patienceSeconds: Int
    private var line: Int32 = -1
    /// What came beyond the last answer.
    var pending: [UInt8] = []

    /// - Parameters:
    ///   - port: on 127.0.0.1.
    ///   - patienceSeconds: how long an answer may be quiet.
    package init(port: Int, patienceSeconds: Int = 60) {
        self.port = UInt16(truncatingIfNeeded: port)
        self.patienceSeconds = patienceSeconds
    }

    deinit { hangUp() }

    package func hangUp() {
        if line >= 0 { close(line) }
        line = -1
        pending = []
    }

    /// Sends one request and waits for its answer.
    ///
    /// - Parameter headers: beside `Host` and `Content-Length`, which are added where they are not among them.
    package func ask(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil
    ) throws -> HTTPAnswer {
        func isGiven(_ name: String) -> Bool { headers.contains { $0.name.lowercased() == name } }
        var head = "\(method) \(path) HTTP/1.1\r\n"
        if !isGiven("host") { head += "Host: 127.0.0.1:\(port)\r\n" }
        if let body, !isGiven("content-length") { head += "Content-Length: \(body.count)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        try connectIfNeeded()
        // A server may answer, and hang up, before it has read everything: its answer counts.
        let isSent = send(Array((head + "\r\n").utf8) + (body ?? []))
        do {
            let answer = try receive(isHead: method == "HEAD")
            if !isSent || answer.header("connection")?.lowercased() == "close" { hangUp() }
            return answer
        } catch {
            hangUp()
            throw error
        }
    }

    private func connectIfNeeded() throws {
        guard line < 0 else { return }
        #if os(Linux)
            line = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            line = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var patience = timeval()
        patience.tv_sec = patienceSeconds
        setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(line, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var yes: Int32 = 1
        setsockopt(line, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(line, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            hangUp()
            throw Failure.cannotConnect(port: Int(port))
        }
    }

    /// - Returns: whether all of it was taken; false also where the answer comes before.
    private func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            var watched = pollfd(fd: line, events: Int16(POLLIN | POLLOUT), revents: 0)
            guard poll(&watched, 1, Int32(patienceSeconds * 1000)) > 0, watched.revents & Int16(POLLIN) == 0 else {
                return false
            }
            let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
            let count = rest.withUnsafeBytes { Foundation.send(line, $0.baseAddress, $0.count, flags) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// - Returns: false at the end.
    func readMore() throws -> Bool {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        var count = 0
        repeat { count = recv(line, &piece, piece.count, 0) } while count < 0 && errno == EINTR
        guard count >= 0 else { throw Failure.brokenOff }
        pending += piece.prefix(count)
        return count > 0
    }
}
