import ArgumentParser

/// `yilu invitation …`
struct Invitation: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "invitation", zh: "邀请", en: "Invitations",
            subcommands: [InvitationList.self, InvitationWithdraw.self])
    }
}
