/// Cuts the bytes of a session into messages, in whatever pieces they come.
///
/// A length beyond the limit of its kind is refused when the head is there, before anything is kept for it.
package struct MessageDecoder: Sendable {
    /// Of messages already given, at most.
    private static let keptBytesMax = 1 << 16

    private var bytes: [UInt8] = []
    /// Where the next message begins in `bytes`.
    private var start = 0
    /// Bytes of a message to pass over that have not come yet.
    private var skipping = 0

    package init() {}

    /// Bytes that came and are not part of any message given so far.
    package var bufferedBytes: Int { bytes.count - start }

    /// How many bytes the message takes that has begun and is not whole; 0 before its head is there.
    package var awaitedBytes: Int {
        guard skipping == 0, bufferedBytes >= SessionMessage.headBytes else { return 0 }
        return SessionMessage.headBytes + contentBytes
    }

    /// As the head at ``start`` tells.
    private var contentBytes: Int {
        bytes[start + 1..<start + SessionMessage.headBytes].reduce(0) { $0 << 8 | Int($1) }
    }

    package mutating func append(_ more: some Collection<UInt8>) {
        letGo(of: 1)
        bytes.append(contentsOf: more)
    }

    /// Lets go of what was read. A new array, since an old one stays as large as its largest message.
    private mutating func letGo(of atLeast: Int) {
        guard start >= atLeast, start == bytes.count || start > MessageDecoder.keptBytesMax else { return }
        bytes = Array(bytes[start...])
        start = 0
    }

    /// The next whole message; nil where more bytes are needed.
    ///
    /// - Throws: ``Refusal`` with `malformed`, `tooLarge` or `updateNeeded`; nothing more comes after it.
    package mutating func next() throws(Refusal) -> SessionMessage? {
        letGo(of: MessageDecoder.keptBytesMax)
        while true {
            let skipped = min(skipping, bufferedBytes)
            skipping -= skipped
            start += skipped
            guard skipping == 0, bufferedBytes >= SessionMessage.headBytes else { return nil }
            let code = bytes[start]
            let count = contentBytes
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
