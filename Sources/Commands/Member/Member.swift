import ArgumentParser

/// `yilu member …`: the devices of the network.
struct Member: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "member", zh: "设备", en: "The devices of the network",
            subcommands: [
                MemberInvite.self, MemberList.self, MemberAdmit.self, MemberRevoke.self, MemberRetire.self,
                MemberMove.self,
            ])
    }
}
