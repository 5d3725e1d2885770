import Foundation

/// What a server answered.
package struct HTTPAnswer: Sendable {
    package let status: Int
    /// The names in small letters.
    package let headers: [(name: String, value: String)]
    package internal(set) var body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }

    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

extension HTTPCaller {
    func receive(isHead: Bool) throws -> HTTPAnswer {
        let lines = try receiveHead()
        let words = lines[0].split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw Failure.noHTTP(lines[0])
        }
        if status == 100 { return try receive(isHead: isHead) }
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (
                name: line[..<colon].lowercased(),
                value: line[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
            )
        }
        var answer = HTTPAnswer(status: status, headers: headers, body: [])
        if isHead || status == 204 || status == 304 { return answer }
        if answer.header("transfer-encoding") == "chunked" {
            answer.body = try receiveChunks()
        } else if let length = answer.header("content-length").flatMap({ Int($0) }) {
            answer.body = try take(length)
        } else {
            while try readMore() {}
            answer.body = pending
            hangUp()
        }
        return answer
    }

    private func receiveHead() throws -> [String] {
        var lines: [String] = []
        while true {
            let line = try takeLine()
            if line.isEmpty, !lines.isEmpty { return lines }
            if !line.isEmpty { lines.append(line) }
        }
    }

    private func receiveChunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while let count = Int(try takeLine().prefix { $0 != ";" }, radix: 16), count > 0 {
            body += try take(count)
            _ = try takeLine()
        }
        _ = try takeLine()
        return body
    }

    private func takeLine() throws -> String {
        var seen = 0
        while true {
            if let end = pending[seen...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeFirst(end + 1)
                return line.hasSuffix("\r") ? String(line.dropLast()) : line
            }
            seen = pending.count
            guard try readMore() else { throw Failure.brokenOff }
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while pending.count < count {
            guard try readMore() else { throw Failure.brokenOff }
        }
        defer { pending.removeFirst(count) }
        return Array(pending.prefix(count))
    }
}
