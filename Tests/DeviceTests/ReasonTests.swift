import Device
import FieldRecords
import Foundation
import Testing

@Suite("Reasons in words")
struct ReasonTests {
    @Test("say what the system's common errors mean, and give the number of the others")
    func systemErrors() {
        for code in [
            ENOENT, EACCES, EPERM, EISDIR, ENOTDIR, ENOSPC, EIO, EROFS, EEXIST, ENAMETOOLONG, ELOOP, EBUSY, EMFILE,
        ] {
            let words = Phrase(systemError: code)
            #expect(words.zh.unicodeScalars.allSatisfy { $0.value >= 0x2E80 || $0 == " " }, "\(words.zh)")
            #expect(words.en == String(cString: strerror(code)))
        }
        #expect(Phrase(systemError: EXDEV).zh == "系统错误 \(EXDEV)")
    }

    @Test("say in both languages why a device waits")
    func waiting() throws {
        let network = try TestNetwork()
        let invitation = try network.host.inviteStation(name: "驿站", town: "T01", code: "037", host: nil)
        for home in ["first", "second"] {
            let device = try Device.join(network.options(home), invitation: invitation.document, by: "王芳")
            try network.host.take(try network.bundleForHost(from: device))
        }
        let reasons = try network.host.members().compactMap(\.reason)
        #expect(reasons.map(\.zh) == ["它的邀请已被另一台设备用过"])
        #expect(reasons.map(\.en) == ["its invitation was used by another device before"])
    }
}
