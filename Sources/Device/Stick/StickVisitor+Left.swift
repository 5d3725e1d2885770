import Exchange

// What stays behind.
extension StickVisitor {
    /// Notes what stays behind for want of room.
    func tell(_ outgoing: Outgoing) throws {
        for (index, goods) in outgoing.goods.enumerated() {
            let (changes, photos) = (outgoing.plan.changesLeft[index], outgoing.plan.photosLeft[index])
            guard changes + photos > 0 else { continue }
            leaveBehind(for: goods.receivers, changes: changes, photos: photos, foundNoRoom: true)
        }
    }

    /// Notes bundles that were planned and cannot be written.
    func leaveBehind(_ bundles: some Sequence<StickPlan.Bundle>, of outgoing: Outgoing, foundNoRoom: Bool = false) {
        for bundle in bundles {
            leaveBehind(
                for: outgoing.goods[bundle.load].receivers, changes: bundle.changes, photos: bundle.photos.count,
                foundNoRoom: foundNoRoom)
        }
    }

    private func leaveBehind(for receivers: StickReceivers, changes: Int, photos: Int, foundNoRoom: Bool) {
        result.left.append(
            StickVisit.Left(
                place: receivers.place, receivers: receivers.labels, changes: changes, photos: photos,
                foundNoRoom: foundNoRoom))
    }
}
