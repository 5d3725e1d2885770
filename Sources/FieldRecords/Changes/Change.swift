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
        case .mark: nil
        }
    }

    /// The fields that a change sets, if it sets any.
    package var writing: Writing? {
        switch action {
        case .begin(_, _, let writing), .edit(_, let writing): writing
        case .delete, .undelete, .erase, .mark: nil
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
        }
    }
}

/// The kinds of change, with their numbers in bundles and stores. Numbers are never given anew.
package enum ChangeKind: UInt8, CaseIterable, Sendable {
    case begin = 1
    case edit = 2
    case delete = 3
    case undelete = 4
    case erase = 5
    case mark = 6
}
