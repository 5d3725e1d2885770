import Bundles
import Causality
import Exchange
import FieldRecords
import Sticks
import Store

extension StickVisitor {
    /// What a visit would do. The receipts on the stick are taken in for the time of the planning, and given up again.
    func rehearse() throws -> StickVisit {
        result.isRehearsal = true
        do {
            try device.write { session, before in
                for receipt in self.carried.receipts { self.weigh(receipt, session, before) }
                // The first receipt of a station enrols it, and what is appended by that is planned with, too.
                try session.signHeads(writer: before.writer)
                let own = try Own(session)
                try self.await(session, own)
                let outgoing = try self.outgoing(session, own: own)
                try self.tell(outgoing)
                self.result.unconfirmed = outgoing.sound
                self.result.written = outgoing.plan.bundles.map { bundle in
                    let receivers = outgoing.goods[bundle.load].receivers
                    return StickVisit.Written(
                        file: "", place: receivers.place, receivers: receivers.labels, changes: bundle.changes,
                        photos: bundle.photos.count, bytes: Int(bundle.bytes))
                }
                self.result.district = try DistrictWord(
                    session, own: own, photosWaiting: try Device.waiting(session, own: own).photos,
                    at: self.device)
                throw Device.Undone()
            }
        } catch is Device.Undone {}
        return result
    }

    private func weigh(_ receipt: CarriedFiles.Receipt, _ session: StoreWriting, _ own: Own) {
        var intake = BundleIntake()
        do {
            guard try Self.mayShare(receipt.document, session, own) else { return }
            try intake.take(
                [.identities([receipt.document.identity]), .receipt(receipt.document.receipt)], frame: nil,
                session: session,
                own: own, wall: device.environment.now())
        } catch {
            result.problems.append(StickProblem(DeviceError(wording: error), file: receipt.file.path.text))
        }
    }

    private func await(_ reading: StoreReading, _ own: Own) throws {
        let held = try reading.held(of: own.tree.places(heldAt: own.node)).mapValues(\.sequence)
        for bundle in carried.forThisDevice {
            let header = bundle.header
            let changes = header.ranges.reduce(0) { sum, range in
                let known = max(held[range.log] ?? 0, range.from - 1)
                return sum + (known < range.through ? Int(range.through - known) : 0)
            }
            result.awaiting.append(
                StickVisit.Awaiting(
                    file: bundle.file.path.text,
                    sender: try reading.label(header.sender) ?? String("\(header.sender)".prefix(8)),
                    changes: changes, photos: Int(header.photos.count), bytes: Int(bundle.file.bytes)))
        }
    }
}
