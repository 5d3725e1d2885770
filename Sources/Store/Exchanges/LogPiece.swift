package import Bundles
import Causality
import GRDB

/// A part of a log on its way out: a chunk, and, where it is kept in just the frame that would be made of it, that
/// frame.
package struct LogPiece {
    /// A chunk of so many changes takes a frame of its own …
    package static let aloneChangesMin = Frame.changesMax / 2
    /// … and so does one that takes so many bytes as it is kept: twice zlib's window, so little is lost by not
    /// deflating it together with its neighbours.
    static let aloneBytesMin = 64 << 10

    private let source: Source
    package let range: LogRange

    private enum Source {
        case made(Chunk)
        case held(HeldChunk, StoreReading)
    }

    init(chunk: Chunk) {
        source = .made(chunk)
        range = chunk.range
    }

    init(held: HeldChunk, name: LogID, reading: StoreReading) {
        source = .held(held, reading)
        range = LogRange(log: name, from: held.first, through: held.last)
    }

    package var count: Int { Int(range.count) }

    /// The frame, without a look at what is in it; nil where there is none.
    package var frame: [UInt8]? {
        get throws {
            guard case .held(let held, let reading) = source else { return nil }
            if let known = held.content { return known.frame }
            return try reading.storedFrame(of: held)
        }
    }

    package var chunk: Chunk {
        get throws {
            switch source {
            case .made(let chunk): return chunk
            case .held(let held, let reading):
                let content = try reading.content(of: held)
                return Chunk(
                    log: range.log, first: held.first, previous: content.previous, packed: content.packed,
                    signature: content.signature)
            }
        }
    }
}

extension StoreReading {
    /// The frame in which a chunk is kept, as it is.
    fileprivate func storedFrame(of held: HeldChunk) throws -> [UInt8]? {
        guard let row = held.row else { return nil }
        return try self.row("SELECT content FROM chunk WHERE id = ?", [row])?.readBytes(0)
    }
}
