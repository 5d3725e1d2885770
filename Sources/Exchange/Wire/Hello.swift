package import Bundles
import Causality

/// The first word of each side: which versions it speaks, what its clock says, and what it durably holds of the places
/// that both may hold, as a signed receipt. So a session in which nothing is new ends with its hellos.
package struct Hello: Hashable, Sendable {
    /// The version of the exchange that this program speaks, the lowest and the highest.
    package static let versions: ClosedRange<UInt8> = 1...1
    package static let programBytesMax = 32
    static let magic = Array("YILU".utf8)
    /// Magic and versions: what every version of the hello begins with.
    static let preludeBytes = 6

    package let versions: ClosedRange<UInt8>
    /// The version of the program, to say in words who is behind: printable ASCII.
    package let program: String
    /// Milliseconds since 1970 by the sender's clock, when it was sent: 0 to ``HybridTime/millisecondsMax``.
    package let clock: Int64
    /// Not verified yet.
    package let receipt: SignedReceipt

    /// - Parameter clock: a reading that no hybrid time holds is drawn to the nearer end.
    /// - Precondition: `program` is at most 32 bytes of printable ASCII.
    package init(
        versions: ClosedRange<UInt8> = Hello.versions, program: String, clock: Int64, receipt: SignedReceipt
    ) {
        precondition(Hello.isProgram(program.utf8), "a program's version is short and printable")
        self.versions = versions
        self.program = program
        self.clock = HybridTime(milliseconds: clock).milliseconds
        self.receipt = receipt
    }

    static func isProgram(_ text: some Collection<UInt8>) -> Bool {
        text.count <= programBytesMax && text.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// The version to speak with somebody: the highest that both know.
    ///
    /// - Throws: ``Refusal`` with `updateNeeded`.
    static func agreed(_ theirs: ClosedRange<UInt8>) throws(Refusal) -> UInt8 {
        let highest = min(versions.upperBound, theirs.upperBound)
        guard highest >= max(versions.lowerBound, theirs.lowerBound) else {
            throw Refusal(
                .updateNeeded,
                detail: "this side speaks \(versions.lowerBound) to \(versions.upperBound), "
                    + "the other \(theirs.lowerBound) to \(theirs.upperBound)")
        }
        return highest
    }
}

extension Hello {
    /// Magic, lowest and highest version, then what version 1 says: the program's version after its length in a byte,
    /// the clock, the receipt.
    var encoded: [UInt8] {
        var bytes = Hello.magic + [versions.lowerBound, versions.upperBound]
        bytes.append(UInt8(program.utf8.count))
        bytes.append(contentsOf: program.utf8)
        withUnsafeBytes(of: clock.bigEndian) { bytes.append(contentsOf: $0) }
        return bytes + receipt.encoded
    }

    /// Reads a hello. The versions come first, so that a newer one is told from a damaged one.
    init(encoded bytes: ArraySlice<UInt8>) throws(Refusal) {
        guard bytes.count >= Hello.preludeBytes, bytes.starts(with: Hello.magic) else { throw Refusal(.malformed) }
        var rest = bytes.dropFirst(Hello.magic.count)
        let lowest = rest.removeFirst()
        let highest = rest.removeFirst()
        guard lowest <= highest else { throw Refusal(.malformed) }
        _ = try Hello.agreed(lowest...highest)
        guard let programBytes = rest.popFirst().map(Int.init), rest.count >= programBytes + 8,
            Hello.isProgram(rest.prefix(programBytes))
        else { throw Refusal(.malformed) }
        let program = String(decoding: rest.prefix(programBytes), as: UTF8.self)
        rest = rest.dropFirst(programBytes)
        let clock = rest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard clock <= HybridTime.millisecondsMax, let receipt = try? SignedReceipt(encoded: rest.dropFirst(8)) else {
            throw Refusal(.malformed)
        }
        self.init(versions: lowest...highest, program: program, clock: Int64(clock), receipt: receipt)
    }
}
