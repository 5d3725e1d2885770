/// Turns the bytes of a text file, piece by piece, into UTF-8.
///
/// A mark at the beginning decides (UTF-8, UTF-16 of either order). Without one the text is UTF-8 until a byte says
/// otherwise, then GB18030, which Chinese spreadsheet programs write. But one file has one encoding: where Chinese in
/// UTF-8 stands before that byte or behind it, the text is damaged and not decoded, for GB18030 would make other words of
/// all of it.
struct TextDecoder {
    private enum Encoding {
        case undecided
        case utf8(sawMultibyte: Bool)
        case utf16(littleEndian: Bool)
        case gb18030(GB18030Decoder)
    }

    /// Pieces are held back until this many bytes can be judged together, or the file ends.
    private static let sniffBytes = 64 * 1024

    private var encoding = Encoding.undecided
    /// Bytes of a character that the next piece completes.
    private var pending: [UInt8] = []

    /// The next part of the text; nil where the bytes are no text of a known encoding.
    mutating func decode(_ piece: [UInt8], isLast: Bool) -> [UInt8]? {
        pending += piece
        if case .undecided = encoding {
            guard isLast || pending.count >= TextDecoder.sniffBytes else { return [] }
            guard decide() else { return nil }
        }
        switch encoding {
        case .undecided: return []
        case .utf8(let sawMultibyte): return decodeUTF8(sawMultibyte: sawMultibyte, isLast: isLast)
        case .utf16(let littleEndian): return decodeUTF16(littleEndian: littleEndian, isLast: isLast)
        case .gb18030(let decoder): return decodeGB18030(decoder, isLast: isLast)
        }
    }

    private mutating func decide() -> Bool {
        if pending.starts(with: [0xEF, 0xBB, 0xBF]) {
            pending.removeFirst(3)
            encoding = .utf8(sawMultibyte: true)
        } else if pending.starts(with: [0xFF, 0xFE]) {
            pending.removeFirst(2)
            encoding = .utf16(littleEndian: true)
        } else if pending.starts(with: [0xFE, 0xFF]) {
            pending.removeFirst(2)
            encoding = .utf16(littleEndian: false)
        } else {
            encoding = .utf8(sawMultibyte: false)
        }
        return true
    }

    private mutating func decodeUTF8(sawMultibyte: Bool, isLast: Bool) -> [UInt8]? {
        let scan = UTF8Scan(pending[...])
        let isTruncatedTail = scan.validCount < pending.count && scan.endsInsideScalar
        if scan.validCount == pending.count || (isTruncatedTail && !isLast) {
            encoding = .utf8(sawMultibyte: sawMultibyte || scan.sawMultibyte)
            let text = Array(pending[..<scan.validCount])
            pending.removeFirst(scan.validCount)
            return text
        }
        guard !sawMultibyte, !scan.sawChinese else { return nil }
        // What follows that byte has its say, too.
        guard isLast || pending.count - scan.validCount >= TextDecoder.sniffBytes else { return [] }
        guard !UTF8Scan.isDamagedChinese(pending), let decoder = GB18030Decoder() else { return nil }
        encoding = .gb18030(decoder)
        return decodeGB18030(decoder, isLast: isLast)
    }

    private mutating func decodeUTF16(littleEndian: Bool, isLast: Bool) -> [UInt8]? {
        var usable = pending.count / 2
        func unit(_ index: Int) -> UInt16 {
            let low = UInt16(pending[index * 2 + (littleEndian ? 0 : 1)])
            let high = UInt16(pending[index * 2 + (littleEndian ? 1 : 0)])
            return high << 8 | low
        }
        if !isLast, usable > 0, UTF16.isLeadSurrogate(unit(usable - 1)) { usable -= 1 }
        guard let text = String(validating: (0..<usable).map(unit), as: UTF16.self) else { return nil }
        pending.removeFirst(usable * 2)
        if isLast && !pending.isEmpty { return nil }
        return Array(text.utf8)
    }

    private mutating func decodeGB18030(_ decoder: GB18030Decoder, isLast: Bool) -> [UInt8]? {
        guard let (text, used) = decoder.decode(pending) else { return nil }
        pending.removeFirst(used)
        if isLast && !pending.isEmpty { return nil }
        return text
    }
}
