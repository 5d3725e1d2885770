import Bundles
import Causality
import FieldRecords
import Sticks
import Store

// The receipt that a visit leaves, and what it lets go.
extension StickVisitor {
    /// A new receipt; nil where the one on the stick tells the same.
    func newReceipt() throws -> ReceiptFile? {
        try device.write { try self.newReceipt($0, $1) }
    }

    func newReceipt(_ session: StoreWriting, _ own: Own) throws -> ReceiptFile? {
        let places = own.tree.places(heldAt: own.node)
        let told = carried.receipts(of: own.replica.replica).last?.document
        let signed: SignedReceipt?
        if let told, (try? told.receipt.verify(network: own.network)) != nil {
            signed = try session.giveReceipt(
                of: places, own: own, wall: device.environment.now(), unlessTold: told.receipt.receipt)
        } else {
            signed = try session.giveReceipt(of: places, own: own, wall: device.environment.now())
        }
        return try signed.map { ReceiptFile(network: own.network, identity: try own.identity, receipt: $0) }
    }

    /// Writes a receipt, and removes this device's older ones; unless something else has the name for it.
    func leave(_ receipt: ReceiptFile) throws {
        progress(Phrase(zh: "写回执", en: "Writing the receipt"))
        let (names, label, network) = try device.read { reading, own in
            (
                try StickNames.folder(of: own.node, in: reading), own.replica.label,
                try reading.text(.networkName) ?? ""
            )
        }
        let given = receipt.receipt.receipt
        let mark = StickNames.mark(given.replica)
        try stick.medium.makeFolder(Stick.top)
        try leaveReadMe(network: network, mark: mark)
        guard let folder = try folder(names) else { return }
        let file = folder.appending(StickNames.receipt(of: label, number: given.number, replica: given.replica))
        let written = try unlessTaken(file) {
            try stick.write(file, mark: mark) { put in try put(receipt.encoded) }
        }
        guard written != nil else { return }
        result.isChanged = true
        try removeReceipts(carried.receipts(of: given.replica).map(\.file.path).filter { $0 != file })
    }

    /// Removes this device's receipts but the newest: the visit that left it may have come no further.
    func removeOvertakenReceipts() throws {
        let replica = try device.read { $1.replica.replica }
        try removeReceipts(carried.receipts(of: replica).dropLast().map(\.file.path))
    }

    private func removeReceipts(_ paths: [MediumPath]) throws {
        guard !paths.isEmpty else { return }
        try stick.remove(paths)
        result.isChanged = true
    }

    /// What an earlier visit of this device left unfinished.
    func removeParts() throws {
        let parts = parts(of: try device.read { $1.replica.replica })
        guard !parts.isEmpty else { return }
        try stick.remove(parts)
        result.isChanged = true
    }

    func parts(of replica: ReplicaID) -> [MediumPath] {
        let mark = StickNames.mark(replica)
        return carried.survey.parts.map(\.path).filter {
            $0.name?.hasSuffix(".\(mark)\(Stick.partSuffix)") ?? false
        }
    }

    private func leaveReadMe(network: String, mark: String) throws {
        let entries = try stick.medium.entries(of: Stick.top, max: Stick.entriesMax).entries
        guard !entries.contains(where: { $0.name.isSame(asOnFAT: ReadMe.name) }) else { return }
        do {
            _ = try stick.write(ReadMe.path, mark: mark) { put in try put(ReadMe.content(network: network)) }
        } catch MediumError.exists {
            // Another device that visits the same folder at this moment was faster: the page says the same.
        }
    }

    /// The folder of a station: the one that is there, whatever it was called then, else a new one.
    ///
    /// - Returns: nil where something else has its name.
    func folder(_ names: StickNames) throws -> MediumPath? {
        if let known = carried.survey.folders.first(where: { names.isSame(as: $0) }) {
            return Stick.top.appending(known)
        }
        do { return try newFolder(names.readable) } catch MediumError.failed {
            // A system that was told of no Chinese letters takes the code.
            return try newFolder(names.plain)
        }
    }

    private func newFolder(_ name: String) throws -> MediumPath? {
        let folder = Stick.top.appending(name)
        return try unlessTaken(folder) {
            try stick.medium.makeFolder(folder)
            try stick.medium.sync(folder: Stick.top)
            return folder
        }
    }

    /// The bundles that have arrived.
    ///
    /// - Parameter announced: bundles that count as taken in whole already.
    func arrived(
        _ reading: StoreReading, _ own: Own, announced: [CarriedFiles.Bundle] = []
    ) throws -> [CarriedFiles.Bundle] {
        let arrivals = try Arrivals(reading, own: own, words: try StandingWords(reading), announced: announced)
        return try arrivals.arrived(ofOwn: carried.own)
            + arrivals.arrived(ofReceived: carried.forThisDevice, whole: whole.union(announced.map(\.header.id)))
    }

    /// Removes what has arrived.
    func removeArrived() throws {
        let arrived = try device.read { try self.arrived($0, $1) }
        guard !arrived.isEmpty else { return }
        progress(Phrase(zh: "清掉已送到的", en: "Clearing away what has arrived"))
        try stick.remove(arrived.map(\.file.path))
        gone.formUnion(arrived.map(\.file.path))
        result.removed += arrived.count
        result.isChanged = true
    }
}
