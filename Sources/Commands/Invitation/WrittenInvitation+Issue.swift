import Device

extension WrittenInvitation {
    /// Issues an invitation and writes its file; the file is opened first, so that one which cannot be written is
    /// never issued.
    static func issue(to path: String, _ issue: () throws -> IssuedInvitation) throws -> WrittenInvitation {
        let file = try NewFile(path)
        let invitation: IssuedInvitation
        do {
            invitation = try issue()
        } catch {
            file.discard()
            throw error
        }
        try file.commit(invitation.document)
        return WrittenInvitation(invitation: invitation, file: path)
    }
}
