import Bundles
import Causality
import Dispatch
import Foundation
import Membership
import Synchronization

/// A frame of a bundle, opened and unpacked, its chunks verified as far as they can be.
struct ReadFrame: Sendable {
    let sections: [BundleSection]
    /// The chunks whose changes and heads are in order, by the place of their section. What is missing here is for the
    /// intake to refuse, in the words it has for it.
    let verified: [Int: VerifiedChunk]
    /// The frame as it was packed.
    let packed: [UInt8]

    init(sections: [BundleSection], packed: [UInt8], verifiers: inout Verifiers) {
        self.sections = sections
        self.packed = packed
        var verified: [Int: VerifiedChunk] = [:]
        for (place, section) in sections.enumerated() {
            switch section {
            case .chunk(let chunk), .branch(let chunk): verified[place] = verifiers.verified(chunk)
            case .identities, .receipt, .blob: break
            }
        }
        self.verified = verified
    }

    /// The same of a frame that was read before.
    init(packed: [UInt8], verifiers: inout Verifiers) throws {
        self.init(
            sections: try BundleSection.sections(in: try Frame.unpacked(packed)), packed: packed,
            verifiers: &verifiers)
    }

    /// Its bytes, packed and unpacked.
    var bytes: Int {
        sections.reduce(packed.count) { sum, section in
            switch section {
            case .chunk(let chunk), .branch(let chunk): sum + chunk.packed.rawBytes
            case .blob(let piece): sum + piece.bytes.count
            case .identities, .receipt: sum
            }
        }
    }
}

/// The verifiers of the replicas met so far: a key is parsed once.
struct Verifiers: Sendable {
    let network: NetworkID
    private var known: [ReplicaID: HeadVerifier] = [:]

    init(network: NetworkID) {
        self.network = network
    }

    /// Nil where changes and head are not in order.
    mutating func verified(_ chunk: Chunk) -> VerifiedChunk? {
        let replica = chunk.log.replica
        guard let verifier = known[replica] ?? (try? HeadVerifier(replica: replica, network: network)) else {
            return nil
        }
        // A hostile bundle names replicas without end.
        if known.count < 1_024 { known[replica] = verifier }
        return try? chunk.verified(by: verifier)
    }
}

/// Reads a bundle a few frames ahead of whoever takes it in, on a thread of its own: while one frame is merged and
/// written, the next ones are opened, inflated, unpacked and verified.
final class FrameFeed: Sendable {
    /// What comes next.
    enum Item: Sendable {
        case frame(ReadFrame)
        /// A frame that is damaged; others may follow.
        case problem(BundlesError)
        /// Reading failed for good.
        case failure(any Error)
        case end
    }

    /// So many frames are kept ready at most.
    private static let aheadMax = 4

    private let items = Mutex<[Item]>([])
    private let isDone = DispatchSemaphore(value: 0)
    private let isStopped = Mutex(false)
    private let ready = DispatchSemaphore(value: 0)
    private let room = DispatchSemaphore(value: 0)

    init(_ source: FrameSource) {
        // Signalled, and not begun with: a semaphore that goes away below the value it began with ends the process, and
        // whoever stops early leaves frames behind that take up room.
        for _ in 0..<FrameFeed.aheadMax { room.signal() }
        let thread = Thread { [self] in read(source) }
        thread.stackSize = 4 << 20
        thread.name = "yilu frames"
        thread.start()
    }

    /// The next item; after `end` or `failure` none may be asked for.
    func next() -> Item {
        ready.wait()
        let item = items.withLock { $0.removeFirst() }
        room.signal()
        return item
    }

    /// Nobody will ask any more. What the frames are read from is left alone when this returns.
    func stop() {
        isStopped.withLock { $0 = true }
        room.signal()
        isDone.wait()
    }

    private func read(_ source: FrameSource) {
        defer { isDone.signal() }
        while true {
            room.wait()
            if isStopped.withLock({ $0 }) { return }
            let item = source.next()
            items.withLock { $0.append(item) }
            ready.signal()
            switch item {
            case .end, .failure: return
            case .frame, .problem: break
            }
        }
    }
}
