package import Causality

/// One save: what one person did to one record in one go.
///
/// A change belongs to a log and has its number there; both are told by whatever holds it (a chunk, a row). All else
/// that the log's hash chain covers is here.
package struct Change: Hashable, Sendable {
    /// The most bytes of a change's canonical form.
    package static let bytesMax = 256 * 1024

    /// The longest name of an author, in bytes of UTF-8.
    package static let authorBytesMax = 256

    package let time: HybridTime
    /// The name of the person as they gave it; empty where nobody did.
    package let author: String
    package let context: SeenContext
    package let action: Action
    /// True where a person decided a conflict: a settlement. It merges like any other change and is shown as such.
    package let isSettlement: Bool

    package init(
        time: HybridTime, author: String, context: SeenContext, action: Action, isSettlement: Bool = false
    ) {
        self.time = time
        self.author = author
        self.context = context
        self.action = action
        self.isSettlement = isSettlement
    }
}

extension Change {
    /// What a change does.
    package enum Action: Hashable, Sendable {
        /// Begins a record and fills it in. Only the record's own replica begins it.
        case begin(RecordID, FormReference, Writing)
        /// Sets fields of a record.
        case edit(RecordID, Writing)
        /// Deletes a record; its history stays.
        case delete(RecordID)
        /// Takes back every deletion its author had seen.
        case undelete(RecordID)
        /// Erases the personal values of a record, everywhere and for good.
        case erase(RecordID)
        /// A merge marker: does nothing but have a context, so that those after refer to one dot.
        case mark
        /// What only a newer program understands: kept and handed on as it is. Its log stops here until the upgrade.
        case unknown(kind: UInt8, content: [UInt8])
    }

    /// The fields that a change sets.
    package struct Writing: Hashable, Sendable {
        /// The fields that anyone who may read the place may read.
        package let patch: Patch
        /// The fields marked personal; none of them is in `patch`.
        package let personal: PersonalWriting?

        /// - Precondition: no field is in both.
        package init(patch: Patch, personal: PersonalWriting? = nil) {
            if let personal {
                precondition(personal.names.allSatisfy { patch[$0] == nil }, "a field is personal or it is not")
            }
            self.patch = patch
            self.personal = personal
        }

        /// What is set, but for personal values that were erased.
        package var entries: [Patch.Entry] {
            guard case .kept(let values, _)? = personal else { return patch.entries }
            return patch.entries + values.entries
        }

        /// What a field is set to; nil where it is not set, or where that was erased.
        package subscript(field: String) -> FieldValue? {
            guard case .kept(let values, _)? = personal else { return patch[field] }
            return patch[field] ?? values[field]
        }

        /// All fields set, without their values.
        package var names: [String] { patch.entries.map(\.name) + (personal?.names ?? []) }
    }
}

/// The personal fields that a change sets: with their values, or, once erased, what still proves the chain.
///
/// The chain hash covers a salted commitment of each value, never the value; salts derive from `key`. Dropping key and
/// values leaves the commitments, and every chain that covers them still verifies.
package enum PersonalWriting: Hashable, Sendable {
    /// - `values`: the fields and what they are set to.
    /// - `key`: the erasure key, 16 random bytes.
    case kept(values: Patch, key: [UInt8])
    /// The names, ascending, with the 32-byte commitment of each.
    case erased([Commitment])

    /// The length of an erasure key.
    package static let keyByteCount = 16

    package struct Commitment: Hashable, Sendable {
        package let name: String
        package let hash: [UInt8]

        package init(name: String, hash: [UInt8]) {
            self.name = name
            self.hash = hash
        }
    }

    package var names: [String] {
        switch self {
        case .kept(let values, _): values.entries.map(\.name)
        case .erased(let commitments): commitments.map(\.name)
        }
    }
}

extension Change {
    /// The record that a change is about; nil for a marker.
    package var record: RecordID? {
        switch action {
        case .begin(let record, _, _), .edit(let record, _), .delete(let record), .undelete(let record),
            .erase(let record):
            record
        case .mark, .unknown: nil
        }
    }

    /// The fields that a change sets, if it sets any.
    package var writing: Writing? {
        switch action {
        case .begin(_, _, let writing), .edit(_, let writing): writing
        case .delete, .undelete, .erase, .mark, .unknown: nil
        }
    }

    /// What kind of change it is, by the number it has in files for ever.
    package var kind: ChangeKind {
        switch action {
        case .begin: .begin
        case .edit: .edit
        case .delete: .delete
        case .undelete: .undelete
        case .erase: .erase
        case .mark: .mark
        case .unknown(let kind, _): .unknown(kind)
        }
    }
}

/// The kinds of change. Each has a number in bundles and stores, which is never given anew.
package enum ChangeKind: Hashable, Sendable {
    case begin, edit, delete, undelete, erase, mark
    /// One that only a newer program knows: 7 to 127.
    case unknown(UInt8)

    private static let known: [ChangeKind] = [.begin, .edit, .delete, .undelete, .erase, .mark]

    /// Nil for 0 and for what has no room beside the mark of a settlement.
    package init?(number: UInt8) {
        guard (1...127).contains(number) else { return nil }
        self = Int(number) <= ChangeKind.known.count ? ChangeKind.known[Int(number) - 1] : .unknown(number)
    }

    package var number: UInt8 {
        if case .unknown(let number) = self { return number }
        return UInt8((ChangeKind.known.firstIndex(of: self) ?? 0) + 1)
    }
}
