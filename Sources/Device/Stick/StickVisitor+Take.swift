import Bundles
import Causality
import FieldRecords
import Membership
import Store
import Sticks

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
        for receipt in carried.receipts {
            do { try takeIn(receipt) } catch let error as DeviceError {
                result.problems.append(StickProblem(error, file: receipt.file.path.text))
            }
        }
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
        guard summary.changes.parked > 0, !summary.problems.contains(where: { $0.kind == .tryAgain }) else { return }
        result.problems.append(StickProblem(parked: summary.changes.parked, file: file))
    }

    private func takeIn(_ receipt: CarriedFiles.Receipt) throws {
        let signed = receipt.document.receipt
        let giver = signed.receipt.replica
        let device = device
        let (isKnown, mayShare, before) = try device.read { reading, own in
            (
                try reading.receiptStatements(of: giver).contains(signed.encoded),
                try Self.mayShare(receipt.document, reading, own), try reading.newestReceipt(of: giver)?.number
            )
        }
        guard mayShare, !isKnown else { return }
        var intake = BundleIntake()
        try device.write { session, own in
            intake = BundleIntake()
            try intake.take(
                [.identities([receipt.document.identity]), .receipt(signed)], session: session, own: own,
                wall: device.environment.now())
            guard let label = try session.label(giver), giver != own.replica.replica,
                let now = try session.newestReceipt(of: giver)?.number, now != before
            else { return }
            try session.noteReceipt(number: now, from: label, way: "stick", time: device.environment.now())
            self.result.receipts.append(label)
        }
        result.remarks += intake.remarks
        result.remarks += try device.goOn(after: intake)
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

extension StickProblem {
    init(_ problem: Problem, file: String) {
        let advice =
            switch problem.kind {
            case .tryAgain:
                Phrase(zh: "缺的部分到了会自己接上。", en: "It falls into place when the missing part comes.")
            case .notPermitted:
                Phrase(zh: "这部分不归本机收，没有收。", en: "That part is not for this device, and was not taken.")
            default:
                Phrase(
                    zh: "好的部分已收下。写它的设备下次会重写一份。",
                    en: "What was good in it is kept. Whoever wrote it writes it again next time.")
            }
        self.init(DeviceError(problem.kind, what: problem.what, advice: advice), file: file)
    }

    init(parked changes: Int, file: String) {
        self.init(
            DeviceError(
                .tryAgain,
                what: Phrase(zh: "\(changes) 次变更在等前面的", en: "\(changes) changes wait for earlier ones"),
                advice: Phrase(
                    zh: "已经收好，不用管；前面的到了会自己接上。",
                    en: "They are kept: nothing to do. They fall into place when the earlier ones come.")),
            file: file)
    }
}
