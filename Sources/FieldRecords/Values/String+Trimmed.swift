extension StringProtocol {
    /// Without white space at both ends, the full-width space of Chinese typing included.
    var trimmed: String {
        let isText: (Unicode.Scalar) -> Bool = { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
        guard let first = unicodeScalars.firstIndex(where: isText), let last = unicodeScalars.lastIndex(where: isText)
        else { return "" }
        return String(self[first...last])
    }
}
