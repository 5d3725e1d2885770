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
                do { try self.leave(session, own) } catch let error as MediumError {
                    self.result.problems.append(StickProblem(DeviceError(wording: error)))
                }
                self.result.district = try DistrictWord(
                    session, own: own, photosWaiting: try Device.waiting(session, own: own).photos,
                    at: self.device)
                throw Device.Undone()
            }
        } catch is Device.Undone {}
        return result
    }

    /// What the visit would leave on the stick and let go, once it has taken in what is for this device.
    ///
    /// - Throws: ``MediumError`` for what the visit would fail in, as far as that can be told.
    private func leave(_ session: StoreWriting, _ own: Own) throws {
        let receipt = try newReceipt(session, own)
        let arrived = try arrived(session, own, announced: carried.forThisDevice)
        let failure = try failureToWrite(session, own)
        let replica = own.replica.replica
        let isReceiptDue = receipt != nil || result.awaiting.contains { $0.changes > 0 }
        let isUntidy = !parts(of: replica).isEmpty || carried.receipts(of: replica).count > 1
        if let failure, isReceiptDue || isUntidy || !arrived.isEmpty { throw failure }
        if isReceiptDue { try isFolderFree(StickNames.folder(of: own.node, in: session)) }
        gone.formUnion(arrived.map(\.file.path))
        result.removed = arrived.count
        let roomMadeBytes = arrived.reduce(0) { $0 + $1.file.bytes }
        let outgoing = try outgoing(session, own: own, moreRoomBytes: roomMadeBytes)
        try tell(outgoing)
        result.unconfirmed = outgoing.sound
        let bundles = outgoing.plan.bundles
        if let failure, !bundles.isEmpty {
            leaveBehind(bundles, of: outgoing)
            throw failure
        }
        for bundle in bundles {
            let receivers = outgoing.goods[bundle.load].receivers
            guard try isFolderFree(names(for: receivers, session, own)) else {
                leaveBehind([bundle], of: outgoing)
                continue
            }
            result.written.append(
                StickVisit.Written(
                    file: "", place: receivers.place, receivers: receivers.labels, changes: bundle.changes,
                    photos: bundle.photos.count, bytes: Int(bundle.bytes)))
        }
        let roomBytes = try stick.medium.space().freeBytes + roomMadeBytes
        guard Int64(receipt?.encoded.count ?? 0) <= roomBytes, outgoing.plan.changesLeft.allSatisfy({ $0 == 0 })
        else { throw MediumError.full }
    }

    /// Why nothing can be written where the visit begins to write; nil where it can, as far as that can be told.
    private func failureToWrite(_ reading: StoreReading, _ own: Own) throws -> MediumError? {
        let names = try StickNames.folder(of: own.node, in: reading)
        let known = carried.survey.folders.first { names.isSame(as: $0) }
        let folder = known.map(Stick.top.appending) ?? (carried.survey.hasTop ? Stick.top : MediumPath())
        do { try stick.medium.requireWritable(folder) } catch { return error }
        return nil
    }

    /// Whether a station's folder is there or can be made: a file may have its name, which is told.
    @discardableResult
    private func isFolderFree(_ names: StickNames) throws -> Bool {
        let path = Stick.top.appending(names.readable)
        let isThere = carried.survey.folders.contains { names.isSame(as: $0) }
        let isTaken = !isThere && carried.survey.files.contains { $0.path == path }
        let folder = try unlessTaken(path) {
            if isTaken { throw MediumError.exists }
            return path
        }
        return folder != nil
    }

    private func weigh(_ receipt: CarriedFiles.Receipt, _ session: StoreWriting, _ own: Own) {
        var intake = BundleIntake()
        defer { result.problems += intake.problems.map { StickProblem($0, file: receipt.file.path.text) } }
        do {
            guard try Self.mayShare(receipt.document, session, own),
                let news = try take(receipt, into: &intake, session, own)
            else { return }
            result.receipts.append(news.label)
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
