import Causality
package import FieldRecords
import Store

/// Whether the district counts what this device writes, as far as word of it came home.
package enum OwnStanding: Sendable {
    case enrolled
    /// No word on this device came, and no receipt of anything that it wrote.
    case untold
    /// The district has something that this device wrote, and no word came that it admits the device. Nor would any
    /// come that it ended it: nothing is sealed to a device that is not enrolled.
    case waiting
    case revoked, retired
    /// The district knows this device by another identity.
    case superseded
}

extension OwnStanding {
    init(_ reading: StoreReading, own: Own) throws {
        switch own.replica.standing {
        case .revoked, .refused: self = .revoked
        case .retired: self = .retired
        case .superseded: self = .superseded
        case .enrolled, .waiting:
            // Until the district speaks, a device notes itself as enrolled.
            if try OwnStanding.isReplaced(reading, own: own) {
                self = .superseded
            } else if try own.isHost || reading.hasNotice(ofMember: own.replica.replica) {
                self = .enrolled
            } else {
                let isHeard = try Device.hosts(reading, own: own).contains { host in
                    try reading.acknowledged(by: host.replica).contains {
                        $0.key.replica == own.replica.replica && $0.value > 0
                    }
                }
                self = isHeard ? .waiting : .untold
            }
        }
    }

    /// Whether this device was restored elsewhere while it went on, and what the district says of that did not come home:
    /// others write to the restored one alone, so it may never come.
    private static func isReplaced(_ reading: StoreReading, own: Own) throws -> Bool {
        let notices = PlaceID(node: own.rootNode, isNotices: true)
        return try reading.replicas().contains { heir in
            guard heir.predecessor == own.replica.row, try !heir.standing.isEnded && heir.isRestored else {
                return false
            }
            // A host hears its standing from the restored one, a station from the host.
            return try own.isHost
                ? reading.held(LogID(replica: heir.replica, place: notices)) == nil
                : reading.tellings(ofMember: heir.replica).isEmpty
        }
    }

    /// The network's word for it.
    var name: String {
        let standing: Standing =
            switch self {
            case .enrolled: .enrolled
            case .untold, .waiting: .waiting
            case .revoked: .revoked
            case .retired: .retired
            case .superseded: .superseded
            }
        return standing.rawValue
    }

    /// Whether what the district holds of this device's records is known not to count, or no longer to.
    var isUncounted: Bool {
        switch self {
        case .waiting, .revoked, .retired: true
        case .enrolled, .untold, .superseded: false
        }
    }

    /// What people have to know of it; nil where all is well.
    package var phrase: Phrase? {
        switch self {
        case .enrolled: nil
        case .untold:
            Phrase(
                zh: "区里还没有确认接纳本机：在那之前，本机写的记录不计数。",
                en: "No word has come yet that the district admits this device: until it does, what is written here "
                    + "does not count.")
        case .waiting:
            Phrase(
                zh: "本机还在等待区里登记（yilu member admit），或者已被区里停用或吊销：送到的记录都不计数，或后来的不计数。"
                    + "请区里看 yilu member list。",
                en: "This device waits for the district to admit it (yilu member admit), or was retired or revoked: "
                    + "its records have arrived, and all of them, or the latest, do not count. "
                    + "Ask the district for its yilu member list.")
        case .revoked:
            Phrase(
                zh: "区里已吊销本机：此后写的记录不再计数。请联系区里。",
                en: "The district has revoked this device: what was written here since does not count. "
                    + "Ask the district.")
        case .retired:
            Phrase(
                zh: "区里已停用本机：此后写的记录不再计数。请联系区里。",
                en: "The district has retired this device: what was written here since does not count. "
                    + "Ask the district.")
        case .superseded:
            Phrase(
                zh: "从备份恢复的另一台已接替本机，别的设备不再给本机写内容：请用那一台。若那台只是试一试，"
                    + "请区里停用它（yilu member retire）；若主机两台都用，在那台上运行 yilu member admit 本机名称。",
                en: "A device restored from a backup of this one took its place, and nobody writes to this one any "
                    + "more: use that one. If it was for a trial, have the district retire it (yilu member retire). "
                    + "To use two hosts, run yilu member admit with this one's name there.")
        }
    }
}
