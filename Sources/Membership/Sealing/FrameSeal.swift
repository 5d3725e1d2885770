import Crypto

/// AES-256-GCM over numbered frames, in the manner of STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015): the
/// number and whether the frame is the last are in the nonce, so a frame opens by itself, in its own place only, and
/// a cut-off end shows.
struct FrameSeal: Sendable {
    static let tagBytes = 16

    let key: SymmetricKey
    /// The SHA-256 of what the frames belong to.
    let associated: [UInt8]

    init(key: SymmetricKey, header: [UInt8]) {
        self.key = key
        associated = Array(SHA256.hash(data: header))
    }

    /// Three zero bytes, 1 for the last frame or 0, the index in 8 bytes big-endian.
    private func nonce(_ index: UInt64, isLast: Bool) throws -> AES.GCM.Nonce {
        var writer = ByteWriter(reserving: 12)
        writer.integer(UInt32(isLast ? 1 : 0))
        writer.integer(index)
        return try AES.GCM.Nonce(data: writer.bytes)
    }

    /// The sealed bytes, then the tag.
    func seal(_ frame: [UInt8], index: UInt64, isLast: Bool) throws -> [UInt8] {
        let box = try AES.GCM.seal(frame, using: key, nonce: nonce(index, isLast: isLast), authenticating: associated)
        var sealed: [UInt8] = []
        sealed.reserveCapacity(frame.count + Self.tagBytes)
        sealed.append(contentsOf: box.ciphertext)
        sealed.append(contentsOf: box.tag)
        return sealed
    }

    /// Nil where the frame does not open.
    func open(_ sealed: [UInt8], index: UInt64, isLast: Bool) -> [UInt8]? {
        guard sealed.count >= Self.tagBytes,
            let nonce = try? nonce(index, isLast: isLast),
            let box = try? AES.GCM.SealedBox(
                nonce: nonce, ciphertext: sealed.dropLast(Self.tagBytes), tag: sealed.suffix(Self.tagBytes)),
            let frame = try? AES.GCM.open(box, using: key, authenticating: associated)
        else { return nil }
        return Array(frame)
    }
}
