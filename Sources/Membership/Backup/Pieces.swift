/// Cuts what a closure gives, in whatever lengths it likes, into pieces of one length.
enum Pieces {
    /// The next `count` bytes; fewer at the end only.
    static func next(_ count: Int, read: (_ countMax: Int) throws -> [UInt8]) throws -> [UInt8] {
        var piece: [UInt8] = []
        piece.reserveCapacity(count)
        while piece.count < count {
            let part = try read(count - piece.count)
            precondition(part.count <= count - piece.count, "more was read than asked for")
            guard !part.isEmpty else { break }
            piece.append(contentsOf: part)
        }
        return piece
    }

    /// Every piece to the end, the last one told by reading ahead. There is always a last one, if an empty one.
    static func forEach(
        of count: Int, read: (_ countMax: Int) throws -> [UInt8],
        _ body: (_ piece: [UInt8], _ index: UInt64, _ isLast: Bool) throws -> Void
    ) throws {
        var index: UInt64 = 0
        var piece = try next(count, read: read)
        while true {
            let following = piece.count < count ? [] : try next(count, read: read)
            try body(piece, index, following.isEmpty)
            guard !following.isEmpty else { return }
            piece = following
            index += 1
        }
    }
}
