package import NIOCore

/// What a connection may take: of time, and of company.
package struct LineLimits: Sendable {
    /// From the connection to the end of the TLS handshake.
    package var handshakeMax = TimeAmount.seconds(30)
    /// Without a byte in either direction, while this side has nothing in its hands.
    package var silenceMax = TimeAmount.seconds(60)
    /// A session as a whole. One that a slow line needs longer for goes on in the next.
    package var sessionMax = TimeAmount.hours(2)
    /// How often a side that still works on what came says so.
    package var waitEvery = TimeAmount.seconds(10)
    /// How long the last word may take to leave.
    package var farewellMax = TimeAmount.seconds(3)
    /// How long a large message may take on the line while others wait for the room that it holds.
    package var crowdedMax = TimeAmount.minutes(2)
    /// To connect.
    package var connectMax = TimeAmount.seconds(15)
    /// Connections at once.
    package var connectionsMax = 1_536
    /// Connections at once from one address; all stations of a district may stand behind one.
    package var connectionsPerAddressMax = 640

    package init() {}

    /// - Parameter descriptors: how many files and connections this process may have open: three of eight are left for
    ///   the store, for whoever is turned away, and for the pages.
    package init(descriptors: Int) {
        let part = connectionsMax
        connectionsMax = max(8, min(connectionsMax, descriptors / 8 * 5))
        connectionsPerAddressMax = max(4, connectionsPerAddressMax * connectionsMax / part)
    }
}
