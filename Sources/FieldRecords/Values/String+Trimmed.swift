extension StringProtocol {
    /// Without white space at both ends, the full-width space of Chinese typing included.
    package var trimmed: String {
        // Most texts have nothing to trim.
        func isPlain(_ byte: UInt8?) -> Bool { byte.map { $0 > 0x20 && $0 < 0x7F } ?? false }
        if utf8.withContiguousStorageIfAvailable({ isPlain($0.first) && isPlain($0.last) }) == true {
            return String(self)
        }
        let isText: (Unicode.Scalar) -> Bool = { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
        guard let first = unicodeScalars.firstIndex(where: isText), let last = unicodeScalars.lastIndex(where: isText)
        else { return "" }
        return String(self[first...last])
    }
}
