import Causality
import FieldRecords
import Foundation
import GRDB
import Membership

extension StoreWriting {
    /// What all notices on devices are judged by, read once: hundreds may come together.
    struct Members {
        let root: RootCertificate
        /// By the device's key.
        let notices: [String: [MemberNotice]]
    }

    func readMembers() throws -> Members? {
        try bytes(.rootCertificate).map {
            Members(root: try RootCertificate(der: $0), notices: try memberNotices())
        }
    }

    /// Follows the word on a device that counts, which need not be the notice that just came: who it is, and how it
    /// stands.
    ///
    /// - Parameters:
    ///   - key: the device's key in Base64.
    ///   - mayHaveCounted: whether the notice that came, or stands no more, may ever have counted.
    /// - Returns: the places where the device has logs.
    func applyMember(_ key: String, among members: Members, mayHaveCounted: Bool) throws -> [Int64] {
        let notices = try memberNotices(key: key, rows: members.notices[key]?.map(\.row) ?? [])
        guard let counting = notices.first.map({ NoticeFields($0.fields) }) else {
            return mayHaveCounted ? try takeBackWord(on: key) : []
        }
        guard let encoded = counting.bytes("identity"), let label = counting.text("label"),
            let standing = standing(toldBy: notices)
        else { return [] }
        let member = try Identity(encoded: encoded).verified(against: members.root)
        let row = try note(member, identity: encoded, label: label, standing: standing)
        knownNodesToldApart = nil
        try follow(encoded, of: member, row: row)
        try setStanding(standing, label: nil, row: row)
        let places = try judgeLogs(of: member.replica, row: row)
        if standing.told == .revoked {
            try dropParked(ofRevoked: row)
            for place in try places.compactMap({ try self.place(row: $0) }) { try forgetUnnamedFiles(of: place) }
        }
        return places
    }

    /// How a device stands by all notices on it, the one that counts first.
    ///
    /// One device of the host may have refused it where another had let it in. What that one let count others have built
    /// on, so then it was let in, and revoked.
    private func standing(toldBy notices: [StoredRecord]) -> Standing? {
        let all = notices.map { NoticeFields($0.fields) }
        guard let told = all.first?.text("standing").flatMap(Standing.init(rawValue:)), told == told.told else {
            return nil
        }
        return told == .revoked && all.allSatisfy { $0.integer("refused") == 1 } ? .refused : told
    }

    /// Takes back the word on a device, where no notice on it stands any more: it waits, and goes by the name that it
    /// has until the host speaks.
    ///
    /// This device counts itself in until then, and who it was. Of the district's own the first needs no word, and an heir
    /// stands by its predecessor.
    private func takeBackWord(on key: String) throws -> [Int64] {
        guard let replica = Data(base64Encoded: key).flatMap({ ReplicaID(exactly: $0) }),
            let known = try storedReplica(replica), known.standing != .waiting
        else { return [] }
        knownNodesToldApart = nil
        let isOfDistrict = try PlaceID(node: known.node).nodeText == text(.rootNode)
        if try isOurs(replica) || isOfDistrict && (known.predecessor != nil || known.alias == Notice.founderLabel) {
            if known.standing.isEnded { try setStanding(.enrolled, label: nil, row: known.row) }
        } else {
            let label = known.predecessor == nil ? "\(known.alias)~\("\(replica)".prefix(4))" : known.alias
            try setStanding(.waiting, label: label, row: known.row)
        }
        return try judgeLogs(of: replica, row: known.row)
    }

    /// Cuts a device's logs as notices say, which may have come before the device was heard of, and applies what may be.
    ///
    /// - Returns: the places where it has logs.
    private func judgeLogs(of replica: ReplicaID, row: Int64) throws -> [Int64] {
        try applyCuts(of: replica)
        let places = try Int64.fetchAll(db, sql: "SELECT place FROM log WHERE replica = ?", arguments: [row])
        for place in places { try applyHeld(placeRow: place) }
        return places
    }
}
