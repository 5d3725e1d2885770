/// Cuts the bytes of a session into messages, in whatever pieces they come.
///
/// A length beyond the limit of its kind is refused when the head is there, before anything is kept for it.
package struct MessageDecoder: Sendable {
    private var bytes: [UInt8] = []
    /// Where the next message begins in `bytes`.
    private var start = 0
    /// Bytes of a message to pass over that have not come yet.
    private var skipping = 0

    package init() {}

    /// Bytes that came and are not part of any message given so far.
    package var bufferedBytes: Int { bytes.count - start }

    package mutating func append(_ more: some Collection<UInt8>) {
        if start > 0, start == bytes.count || start > 1 << 16 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// The next whole message; nil where more bytes are needed.
    ///
    /// - Throws: ``Refusal`` with `malformed`, `tooLarge` or `updateNeeded`; nothing more comes after it.
    package mutating func next() throws(Refusal) -> SessionMessage? {
        while true {
            let skipped = min(skipping, bufferedBytes)
            skipping -= skipped
            start += skipped
            guard skipping == 0, bufferedBytes >= SessionMessage.headBytes else { return nil }
            let code = bytes[start]
            let count = bytes[start + 1..<start + SessionMessage.headBytes].reduce(0) { $0 << 8 | Int($1) }
            guard let kind = SessionMessage.Kind(rawValue: code) else {
                guard code >= SessionMessage.firstIgnorableKind, count <= SessionMessage.ignoredBytesMax else {
                    throw Refusal(.malformed, detail: "no message of kind \(code)")
                }
                start += SessionMessage.headBytes
                skipping = count
                continue
            }
            guard count <= kind.bytesMax else {
                throw Refusal(.tooLarge, detail: "\(kind) of \(count) bytes, at most \(kind.bytesMax)")
            }
            guard bufferedBytes >= SessionMessage.headBytes + count else { return nil }
            let content = bytes[start + SessionMessage.headBytes..<start + SessionMessage.headBytes + count]
            start += SessionMessage.headBytes + count
            return try SessionMessage(kind, content: content)
        }
    }
}
