/// Where something stands in an array of bytes. Half the size of a range, for there are millions of them.
package struct ByteSpan: Hashable, Sendable {
    package let start: Int32
    package let end: Int32

    package init(_ start: Int, _ end: Int) {
        self.start = Int32(start)
        self.end = Int32(end)
    }

    package var range: Range<Int> { Int(start)..<Int(end) }
    package var count: Int { Int(end - start) }
}
