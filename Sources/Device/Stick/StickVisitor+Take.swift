import Bundles
import Causality
import FieldRecords
import Membership
import Sticks
import Store

// What comes from the stick.
extension StickVisitor {
    /// Takes in the bundles for this device, then the receipts of all.
    func takeIn() throws {
        for bundle in carried.forThisDevice {
            progress(Phrase(zh: "收下 \(bundle.file.path.text)", en: "Taking in \(bundle.file.path.text)"))
            do { try takeIn(bundle) } catch let error as DeviceError {
                result.problems.append(StickProblem(error, file: bundle.file.path.text))
            }
        }
        try tellWhatWaits()
        for receipt in try receiptsWithNews() {
            do { try takeIn(receipt) } catch let error as DeviceError {
                result.problems.append(StickProblem(error, file: receipt.file.path.text))
            }
        }
    }

    /// The receipts that this device may keep and that tell it something. A stick of a district carries hundreds, and most
    /// are of other stations, or old: they are told apart in one reading.
    private func receiptsWithNews() throws -> [CarriedFiles.Receipt] {
        let (news, problems) = try device.read { reading, own in
            var problems: [StickProblem] = []
            let news = carried.receipts.filter { receipt in
                let signed = receipt.document.receipt
                do {
                    return try Self.mayShare(receipt.document, reading, own)
                        && !reading.isTakenIn(signed.receipt, statement: signed.encoded)
                } catch {
                    problems.append(StickProblem(DeviceError(wording: error), file: receipt.file.path.text))
                    return false
                }
            }
            return (news, problems)
        }
        result.problems += problems
        return news
    }

    private func takeIn(_ bundle: CarriedFiles.Bundle) throws {
        let file = bundle.file.path.text
        let taken = try Device.wording {
            let input = try stick.medium.open(bundle.file.path, fromMedium: false)
            return try device.takeBundle({ try input.read($0) }, progress: {})
        }
        if taken.isWhole { whole.insert(bundle.header.id) }
        var summary = taken.summary
        summary.file = file
        result.taken.append(StickVisit.Taken(file: file, summary: summary))
        result.remarks += summary.remarks
        result.problems += summary.problems.map { StickProblem($0, file: file) }
    }

    /// Tells of what waits for earlier changes, unless these lay on the same stick.
    private func tellWhatWaits() throws {
        var summaries = result.taken.map(\.summary)
        guard summaries.contains(where: { !$0.waiting.isEmpty }) else { return }
        _ = try device.bringUpToDate(&summaries)
        result.taken = summaries.map { StickVisit.Taken(file: $0.file, summary: $0) }
        for summary in summaries where !summary.waiting.isEmpty {
            result.problems.append(StickProblem(parked: summary.changes.parked, file: summary.file))
        }
    }

    private func takeIn(_ receipt: CarriedFiles.Receipt) throws {
        let device = device
        var intake = BundleIntake()
        try device.write { session, own in
            intake = BundleIntake()
            guard let news = try self.take(receipt, into: &intake, session, own) else { return }
            try session.noteReceipt(
                number: news.number, from: news.label, way: "stick", time: device.environment.now())
            self.result.receipts.append(news.label)
        }
        let outcome = try Device.wording { try device.goOn(after: intake) }
        result.remarks += intake.remarks + outcome.remarks
        result.problems += (intake.problems + outcome.problems).map {
            StickProblem($0, file: receipt.file.path.text)
        }
    }

    /// - Returns: whose it is, by label, and its number, where it tells something new.
    func take(
        _ receipt: CarriedFiles.Receipt, into intake: inout BundleIntake, _ session: StoreWriting, _ own: Own
    ) throws -> (label: String, number: UInt64)? {
        let signed = receipt.document.receipt
        let giver = signed.receipt.replica
        let before = try session.newestReceipt(of: giver)?.number
        try intake.take(
            [.identities([receipt.document.identity]), .receipt(signed)], frame: nil, session: session, own: own,
            wall: device.environment.now())
        guard let label = try session.label(giver), giver != own.replica.replica,
            let now = try session.newestReceipt(of: giver)?.number, now != before
        else { return nil }
        return (label, now)
    }

    /// Whether a receipt says anything about what this device may hold: of other stations it keeps nothing.
    static func mayShare(_ document: ReceiptFile, _ reading: StoreReading, _ own: Own) throws -> Bool {
        let giver = document.receipt.receipt.replica
        let node: UInt64
        if let known = try reading.storedReplica(giver) {
            node = known.node
        } else {
            let member = try document.identity.verified(against: own.root)
            guard member.replica == giver else { throw BundlesError.receiptAltered }
            node = member.place.node
        }
        return own.tree.isNode(node, within: own.node) || own.tree.isNode(own.node, within: node)
    }
}
