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
        case .revoked: self = .revoked
        case .retired: self = .retired
        case .superseded: self = .superseded
        case .enrolled, .waiting:
            // Until the district speaks, a device notes itself as enrolled.
            if try own.isHost || reading.hasNotice(ofMember: own.replica.replica) {
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
                zh: "区里已把本机的身份换成另一个。请联系区里。",
                en: "The district knows this device by another identity now. Ask the district.")
        }
    }
}
