import Bundles
import FieldRecords
import Sticks
import Store

/// One visit of a stick at a device.
final class StickVisitor {
    let device: Device
    let stick: Stick
    let carried: CarriedFiles
    let progress: (Phrase) -> Void
    var result = StickVisit()
    /// The names of the bundles that were taken in whole.
    var whole: Set<[UInt8]> = []
    /// What this visit removed.
    var gone: Set<MediumPath> = []
    /// What was written and is still to be noted.
    var sent: [(peer: String, id: [UInt8], note: String)] = []
    /// Names that this visit would have used and something else has.
    private var namesTaken: Set<MediumPath> = []

    init(_ device: Device, medium: any Medium, progress: @escaping (Phrase) -> Void) throws {
        self.device = device
        self.progress = progress
        stick = Stick(medium)
        progress(Phrase(zh: "看 U 盘上有什么", en: "Looking at the stick"))
        let stick = stick
        carried = try device.read { try CarriedFiles(stick, reading: $0, own: $1) }
        guard !carried.isOfAnotherNetwork else {
            throw DeviceError(
                .notPermitted, what: Phrase(zh: "这个 U 盘是另一个网络的", en: "this stick is of another network"),
                advice: Phrase(
                    zh: "什么也没动。请核对是否拿错了 U 盘；要用它，先把上面的 YILU 文件夹移走。",
                    en:
                        "Nothing was touched. Check that it is the right one; to use it, first move its folder YILU away."
                ))
        }
        result.problems = carried.problems
        result.ridingAlong = carried.othersCount
        guard !carried.survey.isAll else { return }
        result.remarks.append(
            Phrase(
                zh: "U 盘上的文件太多，只看了一部分：请清掉无关的文件。",
                en:
                    "There are too many files on the stick, and not all were looked at: clear away what does not belong."
            ))
    }

    func visit() throws -> StickVisit {
        try takeIn()
        do {
            try leave()
            try settle()
        } catch {
            try tell(error)
            // Whatever has a name on it is whole and was read back, on one that is full, too.
            let isGone = [.gone, .missing].contains(error as? MediumError)
            if !isGone { try? settle() }
        }
        do { try note() } catch { try tell(error) }
        do { try look() } catch { try tell(error) }
        return result
    }

    /// Puts what failed among the problems, so that the rest is done all the same.
    ///
    /// - Throws: the failure, where it is the device's own and nothing at all was done.
    private func tell(_ failure: any Error) throws {
        let isAnythingDone = result.isChanged || !result.taken.isEmpty || !result.receipts.isEmpty
        guard failure is MediumError || isAnythingDone else { throw failure }
        result.problems.append(StickProblem(DeviceError(wording: failure)))
    }

    /// Does what concerns one name on the stick. Where something else has that name, it stands in the problems, once,
    /// and the visit goes on.
    ///
    /// - Returns: nil where something else has the name.
    func unlessTaken<Result>(_ path: MediumPath, _ body: () throws -> Result) throws -> Result? {
        do { return try body() } catch let error as MediumError {
            guard [.notAFolder, .notAFile, .exists].contains(error) else { throw error }
            if namesTaken.insert(path).inserted { result.problems.append(StickProblem(nameTaken: path)) }
            return nil
        }
    }

    /// The order in which a pull at any moment does least harm: the receipt first, which is small and frees the others'
    /// sticks; then room is made; then the bundles.
    private func leave() throws {
        try removeParts()
        let receipt = try newReceipt()
        // Where it finds no room, what has arrived makes some: that is held here, whatever becomes of the receipt.
        var isReceiptLeft = try leaveIfThereIsRoom(receipt)
        try removeArrived()
        if !isReceiptLeft { isReceiptLeft = try leaveIfThereIsRoom(receipt) }
        try writeBundles()
        guard isReceiptLeft else { throw MediumError.full }
    }

    /// Makes certain that the stick may be pulled out.
    private func settle() throws {
        if result.isChanged {
            progress(Phrase(zh: "写完收尾", en: "Finishing"))
            try stick.medium.flush()
        }
        result.mayBePulled = true
    }

    private func leaveIfThereIsRoom(_ receipt: ReceiptFile?) throws -> Bool {
        guard let receipt else {
            try removeOvertakenReceipts()
            return true
        }
        do { try leave(receipt) } catch MediumError.full { return false }
        return true
    }

    /// Writes down what was sent.
    private func note() throws {
        guard !sent.isEmpty else { return }
        try device.write { session, _ in
            for (peer, id, note) in self.sent {
                try session.noteExchange(
                    time: self.device.environment.now(), isIncoming: false, peer: peer, bundle: id, summary: note)
            }
        }
    }

    /// What can be said when all is done.
    func look() throws {
        try device.read { reading, own in
            result.district = try DistrictWord(
                reading, own: own, photosWaiting: try Device.waiting(reading, own: own).photos, at: device)
        }
    }
}
