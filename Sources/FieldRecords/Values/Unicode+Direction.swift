extension Unicode.Scalar {
    /// Whether it turns the direction of all writing behind it, what others wrote there included, until something ends it:
    /// the embeddings, overrides and isolates.
    ///
    /// Source: Unicode Standard Annex 9, sections 2.1 to 2.5.
    package var turnsDirection: Bool {
        switch value {
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
