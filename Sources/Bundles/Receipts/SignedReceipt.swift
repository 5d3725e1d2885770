import Causality
package import Membership

/// A receipt with its replica's signature: it can be passed on by anyone.
package struct SignedReceipt: Hashable, Sendable {
    package let receipt: Receipt
    /// 64 bytes.
    package let signature: [UInt8]

    /// - Precondition: `keys` are those of the receipt's replica.
    package static func sign(_ receipt: Receipt, network: NetworkID, keys: DeviceKeys) throws -> SignedReceipt {
        precondition(keys.replica == receipt.replica, "a replica signs its own receipts alone")
        let message = network.bytes + receipt.encoded
        return SignedReceipt(receipt: receipt, signature: try keys.sign(message, domain: .receipt))
    }

    private init(receipt: Receipt, signature: [UInt8]) {
        self.receipt = receipt
        self.signature = signature
    }

    /// Checks the signature. Whether the replica is enrolled is another question.
    ///
    /// - Throws: ``BundlesError/receiptAltered``.
    package func verify(network: NetworkID) throws(BundlesError) {
        do {
            try Signatures.verify(
                signature, of: network.bytes + receipt.encoded, domain: .receipt, by: receipt.replica)
        } catch { throw .receiptAltered }
    }

    /// The receipt's bytes, then the signature.
    package var encoded: [UInt8] { receipt.encoded + signature }

    /// Reads ``encoded`` bytes, not verified.
    package init(encoded bytes: some Collection<UInt8>) throws(BundlesError) {
        var cursor = ByteCursor(Array(bytes), of: "receipt")
        receipt = try Receipt(from: &cursor)
        signature = Array(try cursor.slice(Signatures.signatureBytes))
        try cursor.end()
    }
}

extension Receipt {
    /// Replica (32), number (8), time (8); the places, each 9 bytes with the count of its logs and, for each, replica
    /// (32), number and chain prefix (8); the missing digests. One receipt has one encoding: the signature covers it.
    var encoded: [UInt8] {
        var bytes = replica.bytes
        bytes.reserveCapacity(64 + entries.count * 44 + missing.count * DigestColumn.digestBytes)
        bytes.appendInteger(number)
        bytes.appendInteger(time.bits)
        var rest = entries[...]
        bytes.appendVarint(places.count)
        for place in places {
            let logs = rest.prefix { $0.log.place == place }
            rest = rest.dropFirst(logs.count)
            bytes.appendPlace(place)
            bytes.appendVarint(logs.count)
            for entry in logs {
                bytes.append(contentsOf: entry.log.replica.bytes)
                bytes.appendVarint(entry.sequence)
                bytes.appendInteger(entry.chainPrefix)
            }
        }
        bytes.appendVarint(missing.count)
        for digest in missing { bytes.append(contentsOf: digest) }
        return bytes
    }

    init(from cursor: inout ByteCursor) throws(BundlesError) {
        let replica = try cursor.replica()
        let number = try cursor.integer(UInt64.self)
        guard number <= Dot<LogID>.sequenceMax else { throw cursor.malformed }
        let time = HybridTime(bits: try cursor.integer(UInt64.self))
        var places: [PlaceID] = []
        var entries: [Entry] = []
        for _ in 0..<(try cursor.count(max: Receipt.entriesMax, bytesEach: 10)) {
            let place = try cursor.place()
            guard places.last.map({ $0 < place }) ?? true else { throw cursor.malformed }
            places.append(place)
            for _ in 0..<(try cursor.count(max: Receipt.entriesMax - entries.count, bytesEach: 41)) {
                let log = LogID(replica: try cursor.replica(), place: place)
                guard entries.last.map({ $0.log < log }) ?? true else { throw cursor.malformed }
                let sequence = try cursor.varint()
                guard sequence >= 1, sequence <= Dot<LogID>.sequenceMax else { throw cursor.malformed }
                entries.append(
                    Entry(log: log, sequence: sequence, chainPrefix: try cursor.integer(UInt64.self)))
            }
        }
        let missing = try DigestColumn.read(
            try cursor.count(max: Receipt.missingMax, bytesEach: DigestColumn.digestBytes), from: &cursor)
        guard zip(missing, missing.dropFirst()).allSatisfy({ $0.lexicographicallyPrecedes($1) }) else {
            throw cursor.malformed
        }
        self.init(
            replica: replica, number: number, time: time, places: places, entries: entries, missing: missing)
    }
}
