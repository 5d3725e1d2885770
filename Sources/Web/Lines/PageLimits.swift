/// What whoever connects to a page may take: of time, and of company.
package struct PageLimits: Sendable {
    /// How long one may let the server wait: from one answer to the next whole request, and for an answer to be taken.
    /// A photo over a weak network needs minutes.
    package var waitSecondsMax = 180
    /// Connections at once.
    package var connectionsMax = 256

    package init() {}

    /// - Parameters:
    ///   - descriptors: how many files and connections this process may have open.
    ///   - part: how much of them is for connections to pages: one in so many.
    package init(descriptors: Int, oneIn part: Int) {
        connectionsMax = max(8, min(connectionsMax, descriptors / part))
    }
}
