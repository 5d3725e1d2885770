/// A text made ready to be compared with others of its kind: titles, names, what was handed out.
///
/// Chinese has no spaces between words, and people write one title with and without the punctuation. So only letters
/// and digits count, without regard to case and width, and texts are alike as far as they share pairs of neighbouring
/// characters: Dice's coefficient over bigrams.
///
/// Sources: Dice, "Measures of the amount of ecologic association between species", Ecology 26 (1945); for titles told
/// by character bigrams Adamson and Boreham, Information Storage and Retrieval 10 (1974); that bigrams serve Chinese as
/// well as words do, Kwok, "Comparing representations in Chinese information retrieval", SIGIR 1997.
struct ComparedText: Hashable, Sendable {
    /// What is longer is compared by its beginning.
    static let charactersMax = 200

    /// The letters and digits alone.
    let plain: String
    /// Ascending; a pair that occurs twice stands twice.
    private let bigrams: [UInt64]
    let outline: Outline
    /// The numbers in it: the third talk is not the fourth, however alike they read.
    let numbers: [String]

    init(_ text: String) {
        var scalars: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            if scalars.count >= ComparedText.charactersMax { break }
            scalars += ComparedText.plain(scalar)
        }
        var plain = String.UnicodeScalarView()
        plain.append(contentsOf: scalars)
        self.plain = String(plain)
        numbers = self.plain.split { !("0"..."9").contains($0) }.map(String.init)
        let words = scalars.map { UInt64($0.value) }
        bigrams = words.count == 1 ? words : zip(words, words.dropFirst()).map { $0 << 32 | $1 }.sorted()
        outline = Outline(of: bigrams)
    }

    var isEmpty: Bool { bigrams.isEmpty }

    /// What counts of one character: nothing of a mark or a space.
    private static func plain(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        var scalar = scalar
        // The wide forms of ASCII, which Chinese keyboards write.
        if (0xFF01...0xFF5E).contains(scalar.value), let narrow = Unicode.Scalar(scalar.value - 0xFEE0) {
            scalar = narrow
        }
        let properties = scalar.properties
        guard properties.isAlphabetic || properties.numericType != nil else { return [] }
        return Array(properties.lowercaseMapping.unicodeScalars)
    }

    /// From 0 for nothing in common to 1 for equal.
    func likeness(to other: ComparedText) -> Double {
        guard !isEmpty, !other.isEmpty else { return 0 }
        var (shared, index, otherIndex) = (0, 0, 0)
        while index < bigrams.count, otherIndex < other.bigrams.count {
            let (pair, otherPair) = (bigrams[index], other.bigrams[otherIndex])
            if pair == otherPair { shared += 1 }
            if pair <= otherPair { index += 1 }
            if otherPair <= pair { otherIndex += 1 }
        }
        return 2 * Double(shared) / Double(bigrams.count + other.bigrams.count)
    }
}

extension ComparedText {
    /// What of a text tells at once that another is too different, without a look at the texts themselves.
    struct Outline: Hashable, Sendable {
        private let count: Int
        /// A bit for each pair, by its hash: pairs of two bits are two pairs.
        private let bits: UInt64

        fileprivate init(of bigrams: [UInt64]) {
            count = bigrams.count
            // Fibonacci hashing: the top six bits of a product with 2^64 divided by the golden ratio.
            bits = bigrams.reduce(0) { $0 | 1 << ($1 &* 0x9E37_79B9_7F4A_7C15 >> 58) }
        }

        /// The most that ``likeness(to:)`` of the two texts can come to: a bit that only one of them has is a pair that
        /// only one of them has.
        func likenessMax(to other: Outline) -> Double {
            let shared = min(
                count - (bits & ~other.bits).nonzeroBitCount, other.count - (other.bits & ~bits).nonzeroBitCount)
            let all = count + other.count
            return all == 0 ? 0 : 2 * Double(shared) / Double(all)
        }
    }
}
