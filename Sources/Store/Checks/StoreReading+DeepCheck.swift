import Bundles
package import Causality
package import FieldRecords
import Foundation
import GRDB
package import Membership

/// Something in the file that is not as it must be.
package enum CheckFinding: Hashable, Sendable {
    /// The changes of a log are not 1, 2, 3 … up to what is held.
    case numbersBroken(log: LogID, held: UInt64, found: UInt64)
    /// A change does not hash to what was noted when it came.
    case chainBroken(log: LogID, sequence: UInt64)
    /// A signed head does not verify.
    case headWrong(log: LogID, sequence: UInt64)
    /// The log ends without a signed head.
    case headMissing(log: LogID, sequence: UInt64)
    /// Changes of a record lack their personal values, and no erasure that is here took them.
    case valuesMissing(RecordID)
    /// A record is not what its changes come to.
    case recordDiffers(RecordID)
    /// The digest of a place is not the sum of its records, or their number is not theirs.
    case digestDiffers(PlaceID)
}

extension StoreReading {
    /// Checks every log's numbers, chain hashes and heads.
    ///
    /// - Returns: what is wrong, and how many changes were checked.
    package func checkLogs(network: NetworkID) throws -> (findings: [CheckFinding], changes: Int) {
        var findings: [CheckFinding] = []
        var total = 0
        for row in try rows(Self.logColumns + " ORDER BY log.id") {
            let log = try Self.logRow(row)
            total += Int(log.held)
            findings += try checkChain(log, network: network)
        }
        return (findings, total)
    }

    private func checkChain(_ log: LogRow, network: NetworkID) throws -> [CheckFinding] {
        var findings: [CheckFinding] = []
        var chain = ChainHash.start(network: network, log: log.name)
        var chainer = Chainer()
        var expected: UInt64 = 0
        let verifier = try HeadVerifier(replica: log.name.replica, network: network)
        var heads: [UInt64: [UInt8]] = [:]
        for head in try rows("SELECT sequence, signature FROM head WHERE log = ?", [log.id]) {
            heads[try head.readSequence(0)] = try head.readBytes(1, count: Signatures.signatureBytes)
        }
        var isSound = true
        try heldChunks(of: log.id) { chunk in
            let content = try content(of: chunk)
            guard chunk.first == expected + 1 else { return false }
            for index in 0..<chunk.count {
                chain = try chainer.next(
                    after: chain, changes: content.packed, at: index, sequence: expected + 1)
                expected += 1
                guard chain.prefix == chunk.prefixes[index] else {
                    findings.append(.chainBroken(log: log.name, sequence: expected))
                    isSound = false
                    return false
                }
                guard let head = heads[expected] else { continue }
                let signed = SignedHead(
                    log: log.name, sequence: expected, chain: chain.bytes, signature: head)
                do { try verifier.verify(signed) } catch {
                    findings.append(.headWrong(log: log.name, sequence: expected))
                }
            }
            return true
        }
        guard isSound else { return findings }
        if expected != log.held {
            findings.append(.numbersBroken(log: log.name, held: log.held, found: expected))
        } else if log.held > 0, heads[log.held] == nil {
            findings.append(.headMissing(log: log.name, sequence: log.held))
        }
        return findings
    }

    /// Folds every record anew from its changes and compares, the digests of the places too.
    package func checkRecords() throws -> [CheckFinding] {
        let part = try checkRecords(in: .min ... .max)
        return try part.findings + checkPlaces(part)
    }

    /// The highest row of a record.
    package func lastRecordRow() throws -> Int64 { try integer("SELECT max(id) FROM record") ?? 0 }

    /// Folds the records of some rows anew and compares.
    package func checkRecords(in range: ClosedRange<Int64>) throws -> RecordsCheck {
        var check = RecordsCheck()
        let rows = try RawStatement(
            Self.recordColumns + " WHERE record.id BETWEEN ? AND ? ORDER BY record.id", db: db)
        rows.bind(range.lowerBound, at: 1)
        rows.bind(range.upperBound, at: 2)
        defer { rows.end() }
        while try rows.step() {
            let stored = try soundRecord(from: rows)
            let (folded, _) = try folded(stored ?? recordOfChanges(from: rows))
            if folded.needsJudgement { try judge(folded) }
            check.sums[folded.key.placeRow] = (check.sums[folded.key.placeRow] ?? .zero) + (try hash(of: folded))
            if folded.stands { check.counts[folded.key.placeRow, default: 0] += 1 }
            if folded.lacksValues, !folded.stamps.isErased { check.findings.append(.valuesMissing(folded.name)) }
            if try stored.map({ try isSame(folded, $0) }) != true { check.findings.append(.recordDiffers(folded.name)) }
        }
        return check
    }

    /// Compares the digests and the numbers of the places with what their records come to.
    package func checkPlaces(_ check: RecordsCheck) throws -> [CheckFinding] {
        var findings: [CheckFinding] = []
        for row in try rows("SELECT id, digest, records FROM place") {
            let sum = check.sums[try row.read(0)] ?? .zero
            let isRight = try sum.bytes == row.readBytes(1) && row.read(2) == check.counts[try row.read(0)] ?? 0
            guard !isRight, let place = try place(row: try row.read(0)) else { continue }
            findings.append(.digestDiffers(place))
        }
        return findings
    }
}

/// What the records of some rows come to.
package struct RecordsCheck: Sendable {
    package fileprivate(set) var findings: [CheckFinding] = []
    /// By the row of their place.
    fileprivate var sums: [Int64: RecordHash] = [:]
    fileprivate var counts: [Int64: Int64] = [:]

    package init() {}

    package mutating func add(_ other: RecordsCheck) {
        findings += other.findings
        sums.merge(other.sums, uniquingKeysWith: +)
        counts.merge(other.counts, uniquingKeysWith: +)
    }
}

extension StoreReading {
    private func isSame(_ one: WorkingRecord, _ other: WorkingRecord) throws -> Bool {
        guard one.form == other.form, one.stamps.isSame(as: other.stamps), one.isDeleted == other.isDeleted,
            one.conflicts == other.conflicts, one.shown.count == other.shown.count
        else { return false }
        return zip(one.shown, other.shown).allSatisfy { left, right in
            left.field == right.field && one.values[left.value.range] == other.values[right.value.range]
        }
    }
}
