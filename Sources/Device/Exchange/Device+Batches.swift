import Bundles
import FieldRecords
import Foundation
import Membership
import Sticks
import Store

extension Device {
    /// A transaction takes in no further frame once it has taken so long: others wait for their turn. What it may take
    /// in memory is another limit.
    private static let batchMilliseconds: Int64 = 2_000

    /// Takes in the next frames, many in one transaction: what it costs to begin and to end one is shared.
    ///
    /// Where one of them cannot be taken in, the transaction is taken back and each goes in by itself, so that one that
    /// is damaged or impossible takes no other with it.
    ///
    /// - Returns: false after the last one.
    func takeBatch(
        of frames: BundleFrames, into intake: inout BundleIntake, progress: () -> Void
    ) throws -> Bool {
        let before = intake
        var taken = FrameBatch()
        var after = intake
        do {
            try write { session, own in
                after = before
                // A file that turned out to be copied begins anew under another name, and with the frames it has had.
                for frame in try taken.frames {
                    try after.add(frame.sections, frame: frame.packed, session: session, own: own, wall: wall)
                }
                let start = wall
                // A clock that is set back ends a batch early, and no more.
                while taken.bytes < MemoryBounds.batchBytesMax, (start..<start + Self.batchMilliseconds).contains(wall),
                    let frame = taken.next(of: frames)
                {
                    try after.add(
                        frame.sections, verified: frame.verified, frame: frame.packed, session: session, own: own,
                        wall: wall)
                    progress()
                }
                try after.close(session)
            }
        } catch  where Self.concernsOneFrame(error) {
            after = before
            // What went in before one fails that is not at fault itself stays.
            defer { intake = after }
            for packed in taken.packed { try takeAlone(packed, network: frames.network, into: &after) }
        }
        intake = after
        intake.problems += taken.problems
        if let failure = taken.failure { throw failure }
        return !taken.isEnd
    }

    private var wall: Int64 { environment.now() }

    /// Whether an error is a frame's own, and others may go in without it.
    private static func concernsOneFrame(_ error: any Error) -> Bool {
        if let error = error as? DeviceError { return error.kind == .badData }
        return error is BundlesError
    }

    /// Takes in the sections of one frame: all of it, or nothing with the reason.
    private func takeAlone(_ packed: [UInt8], network: NetworkID, into intake: inout BundleIntake) throws {
        let before = intake
        do {
            let sections = try BundleSection.sections(in: try Frame.unpacked(packed))
            try write { session, own in
                intake = before
                try intake.take(sections, frame: packed, session: session, own: own, wall: wall)
            }
        } catch  where Self.concernsOneFrame(error) {
            intake = before
            let worded = error as? DeviceError ?? DeviceError(wording: error)
            intake.problems.append(Problem(kind: worded.kind, what: worded.what))
        }
    }
}

/// What one transaction has taken from a bundle's frames.
private struct FrameBatch {
    /// The frames as they were packed: little to keep, and enough to begin anew.
    private(set) var packed: [[UInt8]] = []
    /// What its frames take, packed and unpacked.
    private(set) var bytes = 0
    private(set) var problems: [Problem] = []
    private(set) var failure: (any Error)?
    private(set) var isEnd = false

    /// The frames once more, to be verified where they are taken in.
    var frames: [(sections: [BundleSection], packed: [UInt8])] {
        get throws {
            try packed.map { (try BundleSection.sections(in: try Frame.unpacked($0)), $0) }
        }
    }

    /// The next frame that could be read; nil where none follows.
    mutating func next(of frames: BundleFrames) -> ReadFrame? {
        while !isEnd {
            switch frames.next() {
            case .frame(let frame):
                packed.append(frame.packed)
                bytes += frame.bytes
                return frame
            case .problem(let error): note(error)
            case .failure(let error as MediumError):
                // The medium ends here; what came before stands.
                note(error)
                isEnd = true
            case .failure(let error):
                failure = error
                isEnd = true
            case .end: isEnd = true
            }
        }
        return nil
    }

    private mutating func note(_ error: any Error) {
        let worded = DeviceError(wording: error)
        problems.append(Problem(kind: worded.kind, what: worded.what))
    }
}
