import FieldRecords
import Membership
import Store

extension StoredReplica {
    /// Whether a bundle can be sealed to it. A device that was let in before such keys were refused may have one.
    var canReceive: Bool { SealingPublicKey.isSafe(sealingKey) }
}

extension DeviceError {
    /// Nothing can be written for a device; what is for others is not its concern.
    init(cannotReceive label: String) {
        self.init(
            .badData,
            what: Phrase(
                zh: "\(label) 的密钥不能用，没有给它写",
                en: "nothing was written for \(label): its key is none"),
            advice: Phrase(
                zh: "请在主机上吊销它：yilu member revoke \(label)",
                en: "Revoke it at the host: yilu member revoke \(label)"))
    }
}
