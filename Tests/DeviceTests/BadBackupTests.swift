import Device
import FieldRecords
import Foundation
import Testing

@Suite("A file that cannot be restored")
struct BadBackupTests {
    @Test("is refused by the name of the file that was given, and by what is wrong with it")
    func wordsForBadBackups() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let (open, sealed) = (network.path("open.backup"), network.path("sealed.backup"))
        try station.backup(to: open, passphrase: nil)
        try station.backup(to: sealed, passphrase: "口令")
        try network.host.backupRootKey(to: network.path("root.key"), passphrase: nil)
        let raw = StoreFile(network.path("037"))
        try raw.checkpoint()
        let whole = try (open: open.bytes(), sealed: sealed.bytes())
        var spoilt = whole.open
        for place in 4_096..<4_196 { spoilt[place] ^= 0xFF }
        var altered = whole.sealed
        altered[100] ^= 1
        let files: [(file: String, words: String)] = [
            (try network.write([], "backup"), "不完整"),
            (try network.write(Array(whole.open.dropLast(4096)), "backup"), "不完整"),
            (try network.write(Array(whole.open.prefix(50)), "backup"), "不完整"),
            (try network.write(Array(whole.sealed.prefix(5)), "backup"), "不完整"),
            (try network.write(Array(whole.sealed.prefix(40)), "backup"), "不完整"),
            (try network.write(altered, "backup"), "损坏"),
            (try network.write(spoilt, "backup"), "损坏"),
            (try network.write(Array("我的日记".utf8), "backup"), "不是驿录的备份"),
            (raw.path, "不是备份"),
            (network.path("root.key"), "只有网络的根密钥"),
        ]
        for (file, words) in files {
            let error = #expect(throws: DeviceError.self) {
                _ = try Device.restore(network.options("new"), file: file, passphrase: "口令")
            }
            #expect(error?.kind == .badData)
            #expect(error?.what.zh.contains(words) == true, "\(error?.what.zh ?? "")")
            #expect(error?.what.zh.contains(file) == true && error?.what.en.contains(file) == true)
            #expect(error?.what.zh.contains(network.path("new")) == false)
            #expect(!FileManager.default.fileExists(atPath: network.path("new")))
        }
    }
}
