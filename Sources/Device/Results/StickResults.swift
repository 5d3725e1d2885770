package import FieldRecords

/// What a visit of a stick did, both ways. Every number is of what really happened.
package struct StickVisit: Sendable {
    /// One file that was taken in.
    package struct Taken: Sendable {
        package let file: String
        package let summary: ImportSummary
    }

    /// One file for this device that a rehearsal only looks at.
    package struct Awaiting: Sendable {
        package let file: String
        package let sender: String
        /// Changes that are not held here yet, by what the file says of itself.
        package let changes: Int
        package let photos: Int
        package let bytes: Int
    }

    /// One bundle written, or one that would be.
    package struct Written: Sendable {
        /// Empty in a rehearsal.
        package let file: String
        /// The place it is for, by code and name.
        package let place: String
        /// The devices that it is sealed to, by label.
        package let receivers: [String]
        package let changes: Int
        package let photos: Int
        package let bytes: Int
    }

    /// What should have been written and was not.
    package struct Left: Sendable {
        package let place: String
        package let receivers: [String]
        package let changes: Int
        package let photos: Int
        /// Whether it found no room; else the stick failed, or something else has the name for it.
        package let foundNoRoom: Bool
    }

    package struct Room: Sendable {
        package let freeBytes: Int
        /// What all that others lack would take.
        package let neededBytes: Int
        package let fits: Bool
        /// How many sticks like this one all of it takes, this one included; nil where they are too small for it.
        package let sticks: Int?
    }

    package var isRehearsal = false
    package var taken: [Taken] = []
    package var awaiting: [Awaiting] = []
    /// Whose receipts told something new, by label.
    package var receipts: [String] = []
    package var written: [Written] = []
    package var left: [Left] = []
    /// Bundles removed because they had arrived.
    package var removed = 0
    /// Bundles of this device that lie on the stick and that no receipt covers yet, the new ones among them.
    package var unconfirmed = 0
    /// Bundles that only ride along: between others.
    package var ridingAlong = 0
    package var room: Room?
    package var district: DistrictWord?
    package var problems: [StickProblem] = []
    package var remarks: [Phrase] = []
    /// Whether anything on the stick is another than before.
    package var isChanged = false
    /// Whether all that was written is safely on the stick.
    package var mayBePulled = false
}

/// Something of a visit that did not go as it should.
package struct StickProblem: Sendable {
    package let kind: FailureKind
    package let what: Phrase
    package let advice: Phrase

    package init(_ error: DeviceError, file: String? = nil) {
        kind = error.kind
        what = file.map { Phrase(zh: "\($0)：\(error.what.zh)", en: "\($0): \(error.what.en)") } ?? error.what
        advice = error.advice
    }

    init(more count: Int, like first: StickProblem) {
        kind = first.kind
        what = Phrase(zh: "还有 \(count) 个这样的文件", en: "and \(count) more files like these")
        advice = first.advice
    }
}

extension StickVisit {
    /// What was taken in, over all files; a range that two of them miss stands once.
    package var takenInAll: ImportSummary {
        var all = ImportSummary()
        for summary in taken.map(\.summary) {
            all.changes.applied += summary.changes.applied
            all.changes.already += summary.changes.already
            all.changes.parked += summary.changes.parked
            all.changes.refused += summary.changes.refused
            all.records.new += summary.records.new
            all.records.edited += summary.records.edited
            all.records.deleted += summary.records.deleted
            all.conflicts += summary.conflicts
            all.photos += summary.photos
        }
        // Each file tells what was missing when it had been taken in: the last one knows best.
        all.missing = taken.last?.summary.missing ?? []
        return all
    }
}
