import Bundles
import Membership

/// The frames of a bundle, one after another: a small one is read where it is asked for, of a large one the frames after
/// the first are read ahead.
final class BundleFrames {
    let network: NetworkID
    private let source: FrameSource
    private var isFirst = true
    private var feed: FrameFeed?

    init(_ source: FrameSource) {
        self.source = source
        network = source.network
    }

    func next() -> FrameFeed.Item {
        if let feed { return feed.next() }
        if isFirst || source.isAtEnd {
            isFirst = false
            return source.next()
        }
        let feed = FrameFeed(source)
        self.feed = feed
        return feed.next()
    }

    /// Nobody will ask any more.
    func stop() { feed?.stop() }
}

/// The frames of a bundle, read one after another by one thread at a time.
final class FrameSource: @unchecked Sendable {
    // The reader is used by the feed's thread alone once there is a feed, and by its maker's alone before.
    private var reader: BundleReader
    private var verifiers: Verifiers

    init(_ reader: BundleReader) {
        self.reader = reader
        verifiers = Verifiers(network: reader.header.network)
    }

    var network: NetworkID { verifiers.network }

    /// Whether the last frame was read.
    var isAtEnd: Bool { reader.isAtEnd }

    func next() -> FrameFeed.Item {
        do {
            guard let sections = try reader.next() else { return .end }
            return .frame(ReadFrame(sections: sections, packed: reader.frame, verifiers: &verifiers))
        } catch let error as BundlesError {
            return .problem(error)
        } catch {
            return .failure(error)
        }
    }
}
