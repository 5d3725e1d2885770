package import Causality
package import FieldRecords

/// One change of ``PackedChanges``: what every change has, and where the rest stands.
package struct PackedChange: Sendable {
    package let kind: ChangeKind
    package let isSettlement: Bool
    package let time: HybridTime
    /// The newest change of its own log that its author had seen.
    package let own: UInt64
    /// The place of what it had newly seen of other logs, in ``PackedChanges/frontiers``.
    package let frontier: Int32
    /// The place of its record's replica in ``PackedChanges/replicas``; -1 for a change about no record.
    package let recordReplica: Int32
    package let recordNumber: UInt64
    /// The place of the form of the record that it begins, in ``PackedChanges/forms``; else -1.
    package let form: Int32
    /// Its author's name, in ``PackedChanges/bytes``.
    package let author: ByteSpan
    /// Its canonical form, in ``PackedChanges/bytes``.
    package internal(set) var canonical: ByteSpan
    /// The JSON of its patch, or the content of a kind that is not known; empty for others.
    package internal(set) var content: ByteSpan
    /// The fields that it sets, in ``PackedChanges/cells``: the open ones, then the personal ones, ascending each.
    package internal(set) var cells: ByteSpan
    /// The place of its personal part in ``PackedChanges/personal``; -1 where it has none.
    package internal(set) var personal: Int32 = -1

    package var hasRecord: Bool { recordReplica >= 0 }
    package var setsFields: Bool { kind == .begin || kind == .edit }
}

/// A field that a change sets.
package struct PackedCell: Sendable {
    /// The place of the field's name in ``PackedChanges/names``.
    package let name: Int32
    /// Canonical JSON: of an open field in ``PackedChanges/bytes``, of a personal one in
    /// ``PackedChanges/personalBytes``; the commitment of an erased one, 32 bytes, there too.
    package let value: ByteSpan
}

/// The personal part of a change.
package struct PackedPersonal: Hashable, Sendable {
    /// The erasure key, in ``PackedChanges/personalBytes``; empty once it was erased.
    package let key: ByteSpan
    /// How many of the change's cells are personal: the last ones.
    package let cellCount: Int32
    /// The bytes of the values' JSON: they count for the limits of a change.
    let valueBytes: Int32

    package var isErased: Bool { key.count == 0 }
}
