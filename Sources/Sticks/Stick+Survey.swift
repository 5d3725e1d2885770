/// What lies on a stick, by names and sizes alone.
package struct StickSurvey: Sendable {
    package struct File: Hashable, Sendable {
        package let path: MediumPath
        package let bytes: Int64
    }

    /// Something that is not looked into.
    package struct Oddity: Hashable, Sendable {
        package enum Reason: Hashable, Sendable {
            /// A folder, a link or a device goes by the name of a file.
            case notAFile
            case unreadable(MediumError)
        }

        package let path: MediumPath
        package let reason: Reason
    }

    /// What may be bundles and receipts, by folder and name.
    package internal(set) var files: [File] = []
    /// What somebody began to write.
    package internal(set) var parts: [File] = []
    package internal(set) var oddities: [Oddity] = []
    /// The folders in ``Stick/top``.
    package internal(set) var folders: [MediumName] = []
    /// False where there is more than the limits let anybody look at.
    package internal(set) var isAll = true
    /// Whether there is a folder ``Stick/top``.
    package internal(set) var hasTop = false
}

extension Stick {
    /// Looks round: in ``top``, in the folders below it, and for bundles that somebody put beside it.
    ///
    /// - Parameter isNear: whether a folder of ``top`` is looked into before the others, should there be too many.
    /// - Throws: ``MediumError`` where the stick itself cannot be looked at, or something else goes by the name of
    ///   ``top``.
    package func survey(isNear: (MediumName) -> Bool) throws -> StickSurvey {
        var survey = StickSurvey()
        let beside = try medium.entries(of: MediumPath(), max: Stick.entriesMax)
        survey.isAll = beside.isAll
        for entry in beside.entries.sortedByName where entry.name.hasSuffix(Stick.bundleSuffix) {
            survey.note(entry, in: MediumPath(), readmes: false)
        }
        let top: MediumListing
        do { top = try medium.entries(of: Stick.top, max: Stick.entriesMax) } catch .missing {
            return survey
        }
        survey.hasTop = true
        survey.isAll = survey.isAll && top.isAll
        survey.folders = top.entries.sortedByName.filter { $0.kind == .folder }.map(\.name)
        for entry in top.entries.sortedByName where entry.kind != .folder || entry.name.isOfAFile {
            survey.note(entry, in: Stick.top, readmes: true)
        }
        let near = survey.folders.filter(isNear)
        for folder in near + survey.folders.filter({ !isNear($0) }) where !folder.isOfAFile {
            try look(into: Stick.top.appending(folder), &survey)
        }
        return survey
    }

    private func look(into folder: MediumPath, _ survey: inout StickSurvey) throws(MediumError) {
        guard survey.files.count < Stick.filesMax else {
            survey.isAll = false
            return
        }
        do {
            let listing = try medium.entries(
                of: folder, max: min(Stick.entriesMax, Stick.filesMax - survey.files.count))
            survey.isAll = survey.isAll && listing.isAll
            for entry in listing.entries.sortedByName { survey.note(entry, in: folder, readmes: false) }
        } catch {
            guard error != .gone else { throw error }
            survey.oddities.append(StickSurvey.Oddity(path: folder, reason: .unreadable(error)))
        }
    }
}

extension StickSurvey {
    fileprivate mutating func note(_ entry: MediumEntry, in folder: MediumPath, readmes: Bool) {
        // What other systems leave on every stick.
        guard entry.name.bytes.first != UInt8(ascii: ".") else { return }
        let path = folder.appending(entry.name)
        guard entry.kind == .file else {
            if entry.name.isOfAFile { oddities.append(Oddity(path: path, reason: .notAFile)) }
            return
        }
        if readmes, entry.name.isSame(asOnFAT: ReadMe.name) { return }
        let file = File(path: path, bytes: entry.bytes)
        if entry.name.hasSuffix(Stick.partSuffix) { parts.append(file) } else { files.append(file) }
    }
}

extension MediumName {
    /// Whether it is the name of a bundle or a receipt.
    package var isOfAFile: Bool { hasSuffix(Stick.bundleSuffix) || hasSuffix(Stick.receiptSuffix) }
}

extension [MediumEntry] {
    fileprivate var sortedByName: [MediumEntry] { sorted { $0.name.bytes.lexicographicallyPrecedes($1.name.bytes) } }
}
