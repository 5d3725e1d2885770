import Bundles
import Causality
import Exchange
import FieldRecords
import Membership
import Sticks
import Store

// What goes onto the stick.
extension StickVisitor {
    /// What is never used of the free room: folders grow, and a full stick is slow.
    private static let reserveBytes: Int64 = 256 << 10

    /// What others lack, as one committed state has it, and how it goes.
    struct Outgoing {
        let goods: [StickGoods]
        let plan: StickPlan
        /// This device's bundles on the stick that are not as they were written.
        let torn: [CarriedFiles.Bundle]
        let sound: Int
    }

    /// - Throws: ``MediumError`` for what the stick fails in, and then what was written before is to be noted.
    func writeBundles() throws {
        // Carried round the reading, whose failures are the device's.
        let failure: MediumError? = try device.read { reading, own in
            do { try writeBundles(reading, own: own) } catch let error as MediumError { return error }
            return nil
        }
        if let failure { throw failure }
        if result.left.contains(where: { $0.foundNoRoom && $0.changes > 0 }) { throw MediumError.full }
    }

    private func writeBundles(_ reading: StoreReading, own: Own) throws {
        let outgoing = try outgoing(reading, own: own)
        try tell(outgoing)
        result.unconfirmed = outgoing.sound
        var isAllWritten = outgoing.plan.fits
        for (index, bundle) in outgoing.plan.bundles.enumerated() {
            do {
                if try write(bundle, of: outgoing, reading: reading, own: own) { continue }
                leaveBehind([bundle], of: outgoing)
                isAllWritten = false
            } catch let error as MediumError {
                // Where it is full, somebody else used the room meanwhile, or the system told of more than there was.
                leaveBehind(outgoing.plan.bundles[index...], of: outgoing, foundNoRoom: error == .full)
                throw error
            }
        }
        if isAllWritten { try removeTorn(outgoing, reading: reading, own: own) }
    }

    /// Plans what goes, by what lies on the stick and by how much room there is.
    ///
    /// - Parameter moreRoomBytes: what counts as free, too.
    func outgoing(_ reading: StoreReading, own: Own, moreRoomBytes: Int64 = 0) throws -> Outgoing {
        let space = try stick.medium.space()
        let freeBytes = space.freeBytes + moreRoomBytes
        var sound: [(header: BundleHeader, photos: [[UInt8]])] = []
        var torn: [CarriedFiles.Bundle] = []
        for bundle in carried.own where !gone.contains(bundle.file.path) {
            if let note = try SentNote(reading, bundle: bundle.header.id), try isAsWritten(bundle, note) {
                sound.append((bundle.header, note.photos))
            } else {
                torn.append(bundle)
            }
        }
        progress(Phrase(zh: "算别人还缺什么", en: "Working out what others lack"))
        var gathering = StickGoodsGathering(reading: reading, own: own, onStick: sound)
        let words = try StandingWords(reading)
        result.problems += StickReceivers.unable(own: own, words: words).map {
            StickProblem(DeviceError(cannotReceive: $0.label))
        }
        let goods = try StickReceivers.all(reading, own: own, words: words).map {
            try gathering.goods(for: $0)
        }.filter { !$0.load.isEmpty }
        let plan = StickPlan(
            goods.map(\.load), room: freeBytes - StickVisitor.reserveBytes, block: space.blockBytes,
            fileMax: Stick.fileBytesMax)
        result.room = StickVisit.Room(
            freeBytes: Int(freeBytes), neededBytes: Int(plan.neededBytes), fits: plan.fits,
            sticks: plan.sticks(ofBytes: space.totalBytes - StickVisitor.reserveBytes))
        return Outgoing(goods: goods, plan: plan, torn: torn, sound: sound.count)
    }

    private func isAsWritten(_ bundle: CarriedFiles.Bundle, _ note: SentNote) throws -> Bool {
        guard bundle.file.bytes == note.written.bytes else { return false }
        progress(Phrase(zh: "核对 \(bundle.file.path.text)", en: "Checking \(bundle.file.path.text)"))
        do { return try stick.read(bundle.file.path, fromMedium: true) == note.written } catch MediumError.failed {
            return false
        }
    }

    /// - Returns: false where something else has the name for it.
    private func write(
        _ planned: StickPlan.Bundle, of outgoing: Outgoing, reading: StoreReading, own: Own
    ) throws -> Bool {
        let goods = outgoing.goods[planned.load]
        progress(Phrase(zh: "写给 \(goods.receivers.place)", en: "Writing for \(goods.receivers.place)"))
        let environment = device.environment
        let bundle = StickBundle(
            goods: goods, plan: planned, id: environment.random(BundleHeader.idBytes),
            key: BundleKey(bytes: environment.random(BundleKey.byteCount)),
            created: HybridTime(milliseconds: environment.now()))
        guard let folder = try folder(names(for: goods.receivers, reading, own)) else { return false }
        let path = bundle.path(own, in: folder)
        let written = try unlessTaken(path) {
            try stick.write(path, mark: StickNames.mark(own.replica.replica)) { put in
                try bundle.write(reading, own: own, put: put)
            }
        }
        guard let written else { return false }
        let note = SentNote(written: written, photos: planned.photos.map(\.digest))
        sent.append((goods.receivers.node.code, bundle.id, note.json(file: path.text, changes: planned.changes)))
        result.written.append(
            StickVisit.Written(
                file: path.text, place: goods.receivers.place, receivers: goods.receivers.labels,
                changes: planned.changes, photos: planned.photos.count, bytes: Int(written.bytes)))
        result.isChanged = true
        result.unconfirmed += 1
        return true
    }

    /// The folder of the station, whichever side of the exchange it is.
    func names(for receivers: StickReceivers, _ reading: StoreReading, _ own: Own) throws -> StickNames {
        let isBelow = own.tree.isNode(receivers.node.id, within: own.node)
        return try isBelow ? StickNames(receivers.node) : StickNames.folder(of: own.node, in: reading)
    }

    /// Removes bundles of this device that are spoilt, now that what they should have brought lies beside them whole.
    private func removeTorn(_ outgoing: Outgoing, reading: StoreReading, own: Own) throws {
        let arrivals = try Arrivals(reading, own: own, words: try StandingWords(reading))
        let torn =
            outgoing.torn.filter { arrivals.isHeldHere($0.header) }.map(\.file.path) + carried.spoilt.map(\.path)
        guard !torn.isEmpty else { return }
        try stick.remove(torn)
        result.isChanged = true
        gone.formUnion(torn)
    }
}
