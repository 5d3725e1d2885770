package import FieldRecords

/// A record as it stands, ready to be shown.
package struct RecordView: Sendable {
    /// `037-214`.
    package let number: String
    package let form: String
    package let version: String
    /// The code of the node it belongs to, such as `037`.
    package let place: String
    package let fields: [(name: String, value: FieldValue)]
    package let conflicts: [FieldConflict]
    package let isDeleted: Bool
    package let isErased: Bool
    /// The numbers of the records that a deleted one was merged into: one, unless two people merged it at one time.
    package let mergedInto: [String]
}

/// One field of one record in which two or more values stand, neither author having seen the other's.
package struct FieldConflict: Sendable {
    package let number: String
    package let form: String
    /// The field's name, or `deleted` where a deletion met an edit.
    package let field: String
    package let values: [ConflictValue]
}

/// One of the values of a conflict.
package struct ConflictValue: Sendable {
    package let value: FieldValue
    package let by: String
    /// The label of the replica that wrote it.
    package let replica: String
    /// When, in ISO 8601 with the network's offset from UTC.
    package let time: String
    /// `LABEL:SEQUENCE`, what `conflict settle --keep` takes.
    package let dot: String
}

/// One change of a record's history.
package struct HistoryEntry: Sendable {
    package let dot: String
    package let time: String
    package let by: String
    package let replica: String
    /// `begin`, `edit`, `delete`, `undelete`, `erase`.
    package let kind: String
    /// Whether a person decided a conflict with it.
    package let isSettlement: Bool
    package let fields: [(name: String, value: FieldValue)]
    /// Names of fields whose personal values were erased.
    package let erasedFields: [String]
    /// Why it counts for nothing, where it does.
    package let void: String?

    /// The same in words for people.
    package var voidWords: Phrase? {
        void.map { reason in
            let zh = [
                "revoked": "设备已吊销", "begins a record of another replica": "冒用别的设备的编号",
                "begins a record a second time": "编号已用过",
                "means a record that is still to be issued anew": "所指的记录还在等新编号",
                "erases a record that its author had not seen": "抹除的人没见过这条记录",
            ]
            return Phrase(zh: zh[reason] ?? reason, en: reason)
        }
    }
}

/// What saving a record answers.
package struct SavedRecord: Sendable {
    package let number: String
    package let isChanged: Bool
    package let warnings: [Phrase]
}

/// What `import` of rows answers.
package struct RowImport: Sendable {
    package struct Refusal: Sendable {
        /// The line of the file in which the row begins, from 1.
        package let row: Int
        package let reason: Phrase
    }

    /// A record that an import made of the same row elsewhere and that stays beside the one which the key means, since
    /// something in it would be lost.
    package struct Left: Sendable {
        /// The line of the file in which the row begins, from 1.
        package let row: Int
        /// The record that the key means, which the row updated.
        package let kept: String
        package let other: String
        /// Where the other says what the kept one does not.
        package let fields: [String]
    }

    /// A record in which a person's correction stays: the row says there what an import wrote before that.
    package struct Corrected: Sendable {
        /// The line of the file in which the row begins, from 1.
        package let row: Int
        package let number: String
        package let fields: [String]
    }

    package var added = 0
    package var updated = 0
    package var unchanged = 0
    package var refused: [Refusal] = []
    /// Records made of the same rows elsewhere that were merged into the ones which the keys mean.
    package var merged = 0
    package var left: [Left] = []
    package var corrected: [Corrected] = []
    package var warnings: [Phrase] = []
}
