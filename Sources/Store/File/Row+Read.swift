import Bundles
import Causality
import Foundation
import GRDB

/// Columns as what they stand for. A file may have been damaged or edited by anyone: what is not as it must be ends in
/// ``StoreError/notAStore(path:reason:)``, which names the column and never its value.
extension Row {
    func read<Value: DatabaseValueConvertible>(_ column: Int) throws -> Value {
        let stored: DatabaseValue = self[column]
        return try require(Value.fromDatabaseValue(stored), column)
    }

    func readOptional<Value: DatabaseValueConvertible>(_ column: Int) throws -> Value? {
        let stored: DatabaseValue = self[column]
        return stored.isNull ? nil : try require(Value.fromDatabaseValue(stored), column)
    }

    /// The number of a change or of a record, or 0 for none.
    func readSequence(_ column: Int) throws -> UInt64 {
        let stored: Int64 = try read(column)
        return try require((0...Int64(Dot<Int64>.sequenceMax)).contains(stored) ? UInt64(stored) : nil, column)
    }

    func readOptionalSequence(_ column: Int) throws -> UInt64? {
        hasNull(atIndex: column) ? nil : try readSequence(column)
    }

    /// 64 bits of a hash, or of a hybrid time.
    func readBits(_ column: Int) throws -> UInt64 {
        UInt64(bitPattern: try read(column))
    }

    /// What a device's clock differs from this one's, in milliseconds; nil where that is not known, or is what no two
    /// clocks differ: such a number is nobody's word on its clock, and nothing is reckoned with it.
    func readClockOffset(_ column: Int) throws -> Int64? {
        let stored: Int64? = try readOptional(column)
        return stored.flatMap { $0.magnitude <= HybridTime.millisecondsMax ? $0 : nil }
    }

    func readBytes(_ column: Int) throws -> [UInt8] {
        [UInt8](try read(column) as Data)
    }

    func readBytes(_ column: Int, count: Int) throws -> [UInt8] {
        let bytes = try readBytes(column)
        return try require(bytes.count == count ? bytes : nil, column)
    }

    func readChainHash(_ column: Int) throws -> ChainHash {
        try require(ChainHash(exactly: try readBytes(column)), column)
    }

    func readReplica(_ column: Int) throws -> ReplicaID {
        try require(ReplicaID(exactly: try read(column) as Data), column)
    }

    func readNode(_ column: Int) throws -> UInt64 {
        try require(PlaceID(try read(column) as String)?.node, column)
    }

    /// A place, from the column of its node and that of whether it is what the node publishes.
    func readPlace(node: Int, notices: Int) throws -> PlaceID {
        PlaceID(node: try readNode(node), isNotices: try read(notices))
    }

    private func require<Value>(_ value: Value?, _ column: Int) throws -> Value {
        guard let value else {
            let name = Array(columnNames)[column]
            throw StoreError.notAStore(path: name, reason: "a value that cannot be")
        }
        return value
    }
}
