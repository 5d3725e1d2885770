import Causality
import FieldRecords
import Membership
import Store

extension Device {
    package func invitations() throws -> [InvitationView] {
        let now = environment.now()
        return try read { reading, own in
            let nodes = try reading.nodes()
            return try reading.invitations().map { invitation in
                InvitationView(
                    serial: invitation.serial, label: invitation.label,
                    place: nodes.first { $0.id == invitation.node }?.code ?? "",
                    expires: own.text(HybridTime(milliseconds: invitation.expires)),
                    state: invitation.state(at: now))
            }
        }
    }

    /// Lets nobody in by an invitation any more.
    ///
    /// - Throws: ``DeviceError`` `.badData` for one that somebody has used.
    package func withdrawInvitation(serial: String) throws {
        try write { session, own in
            try Device.requireHost(own)
            guard let invitation = try session.invitations().first(where: { $0.serial == serial }) else {
                throw DeviceError(
                    .badData, what: Phrase(zh: "没有编号为 \(serial) 的邀请", en: "there is no invitation \(serial)"),
                    advice: Phrase(zh: "用 yilu invitation list 查看。", en: "See yilu invitation list."))
            }
            if let user = invitation.user { throw DeviceError(invitationUsedBy: try session.label(user) ?? "?") }
            try session.withdrawInvitation(serial)
        }
    }
}

extension StoredInvitation {
    fileprivate func state(at now: Int64) -> String {
        user != nil ? "used" : isWithdrawn ? "withdrawn" : expires < now ? "expired" : "open"
    }

    func isOpen(at now: Int64) -> Bool { state(at: now) == "open" }
}

extension DeviceError {
    init(stillOpen label: String) {
        self.init(
            .badData,
            what: Phrase(
                zh: "\(label) 已经有一份邀请，还没有用过，没有再做",
                en: "an invitation of \(label) is open already; no second one was made"),
            advice: Phrase(
                zh: "邀请只能用一次，请用下载好的那份。找不到了就在“全区”页面先撤回它，再做一份。",
                en: "It works once: use the file that was downloaded. If it is lost, withdraw it on the District page "
                    + "first, then make another."))
    }
}
