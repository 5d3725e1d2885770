import Device

extension WrittenInvitation {
    /// Issues an invitation and writes its file; the file is opened first, so that one which cannot be written is
    /// never issued.
    static func issue(
        to path: String, by global: GlobalOptions, _ issue: (Device) throws -> IssuedInvitation
    ) throws -> WrittenInvitation {
        let file = try OutputFile(path: path, sparing: global.deviceOptions().home)
        let invitation = try issue(try global.device())
        try file.write(invitation.document)
        try file.finish()
        return WrittenInvitation(invitation: invitation, file: path)
    }
}
