package import FieldRecords

/// Two records that may be about one thing, ready to be shown. A suggestion: nothing is done until a person says so.
package struct LikelyDuplicate: Sendable {
    /// The one that came here first; of two under the key of one row the one that the key means.
    package let one: RecordView
    package let other: RecordView
    /// The two as they are shown, to merge them later.
    package let oneSeen: SeenRecord
    package let otherSeen: SeenRecord
    /// How much speaks for it, in hundredths.
    package let percent: Int
    /// What speaks for it, and what against.
    package let reasons: [Phrase]
    /// Fields that one of them leaves open and the other fills in, in the form's order.
    package let open: [String]
    /// Fields in which both say something, and not the same.
    package let differing: [String]
}

/// What a search for duplicates found.
package struct DuplicateList: Sendable {
    /// Of each form the likeliest first.
    package var pairs: [LikelyDuplicate] = []
    /// How many there are, also those beyond the limit.
    package var count = 0
}

/// What a merge of two records did.
package struct MergedRecords: Sendable {
    package let kept: String
    /// Deleted, and brought back by undoing the merge.
    package let other: String
    /// The fields that the kept one took from the other.
    package let taken: [String]
}

/// What undoing a merge did.
package struct UndoneMerge: Sendable {
    package let kept: String
    package let other: String
    /// The fields that have their former value again.
    package let restored: [String]
    /// Fields that were left as they are, since somebody changed them after the merge or their former value is erased.
    package let left: [String]
}
