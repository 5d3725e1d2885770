import Bundles
import Causality
import Dispatch
import Synchronization

/// A chunk of one's own that is coded and deflated on another thread while the next ones are written.
final class FrameInMaking: Sendable {
    private let frame = Mutex<Result<[UInt8], BundlesError>?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    init(of chunk: Chunk) {
        DispatchQueue.global().async { [self] in
            let made = Result { () throws(BundlesError) in try chunk.frame }
            frame.withLock { $0 = made }
            isDone.signal()
        }
    }

    /// Waits for the frame. It is asked once.
    func take() throws -> [UInt8] {
        isDone.wait()
        guard let made = frame.withLock({ $0 }) else { preconditionFailure("it is made before that is told") }
        return try made.get()
    }
}

extension StoreWriting {
    /// So many chunks may wait for their frames: each is in memory until it is stored.
    private static let inMakingMax = 4

    /// Stores an own chunk that was just signed, now or when its frame is made.
    func store(_ chunk: HeldChunk, name: LogID) throws {
        guard chunk.count >= LogPiece.aloneChangesMin, let content = chunk.content else {
            try storeMade(leaving: 0)
            return try insert(chunk, name: name)
        }
        let made = Chunk(
            log: name, first: chunk.first, previous: content.previous, packed: content.packed,
            signature: content.signature)
        inMaking.append((chunk, name, FrameInMaking(of: made)))
        try storeMade(leaving: Self.inMakingMax)
    }

    /// Stores the chunks whose frames are made, in their order, and waits for all but the last few.
    func storeMade(leaving count: Int) throws {
        while inMaking.count > count {
            let (chunk, name, frame) = inMaking.removeFirst()
            let made = try frame.take()
            // What was erased meanwhile is not in what was made.
            if !chunk.contentChanged { chunk.content?.frame = made }
            try insert(chunk, name: name)
        }
    }
}
