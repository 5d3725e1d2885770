import Device
import FieldRecords
import Foundation
import Seeds
import Sticks
import Testing

@testable import DeviceTests

@Suite("What anybody may have put on a stick")
struct BadFileTests {
    @Test("a file renamed, moved or copied is as good as ever, is taken in once, and all of its copies go")
    func renamed() throws {
        let pair = try Pair()
        try pair.station.addIssue()
        try pair.visit(pair.station)
        let file = try pair.bundle()
        let manager = FileManager.default
        try manager.copyItem(atPath: file, toPath: pair.stick + "/给主机.yilu")
        try manager.copyItem(atPath: file, toPath: pair.stick + "/YILU/COPY.YILU")
        try manager.createDirectory(atPath: pair.stick + "/YILU/别处", withIntermediateDirectories: true)
        try manager.moveItem(atPath: file, toPath: pair.stick + "/YILU/别处/1.dat")
        let visit = try pair.visit(pair.network.host)
        #expect(visit.takenInAll.records.new == 1 && visit.taken.count == 3 && visit.problems.isEmpty)
        #expect(visit.removed == 3)
        #expect(try pair.files().keys.filter { !$0.hasSuffix(Stick.receiptSuffix) && !$0.hasSuffix(".txt") }.isEmpty)
        try pair.comeTogether()
    }

    @Test("a name that is no text at all is a name like any other")
    func oddName() throws {
        let pair = try Pair()
        try pair.station.addIssue()
        try pair.visit(pair.station)
        let file = try pair.bundle()
        let odd = Array((pair.stick + "/YILU/").utf8) + [0xD2, 0xE6, 0xC2, 0xBC, 0xFF, 0xFE] + Array(".yilu".utf8)
        #expect(rename(file, odd.map { CChar(bitPattern: $0) } + [0]) == 0)
        let visit = try pair.visit(pair.network.host)
        #expect(visit.takenInAll.records.new == 1 && visit.problems.isEmpty && visit.removed == 1)
        try pair.comeTogether()
    }

    @Test("a folder where a file should be, and a link that leads elsewhere, are named and never entered")
    func linksAndFolders() throws {
        let pair = try Pair()
        try pair.station.addIssue()
        try pair.visit(pair.station)
        let file = try pair.bundle()
        let elsewhere = pair.network.path("elsewhere")
        let manager = FileManager.default
        try manager.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
        try manager.moveItem(atPath: file, toPath: elsewhere + "/secret.yilu")
        try manager.createDirectory(atPath: pair.stick + "/YILU/a.yilu", withIntermediateDirectories: true)
        for (link, target) in [("b.yilu", "/secret.yilu"), ("c.receipt", "/nothing"), ("038 x", "")] {
            try manager.createSymbolicLink(
                atPath: pair.stick + "/YILU/" + link, withDestinationPath: elsewhere + target)
        }
        #expect(mkfifo(pair.stick + "/YILU/d.yilu", 0o600) == 0)
        let visit = try pair.visit(pair.network.host)
        #expect(visit.taken.isEmpty && visit.mayBePulled)
        #expect(visit.problems.map(\.kind) == [.badData, .badData, .badData, .badData])
        #expect(try manager.contentsOfDirectory(atPath: elsewhere) == ["secret.yilu"])
    }

    @Test("where YILU itself is a link or a file, nothing is written, here or there")
    func topIsALink() throws {
        for isLink in [true, false] {
            let pair = try Pair()
            let elsewhere = pair.network.path("elsewhere")
            try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
            if isLink {
                try FileManager.default.createSymbolicLink(
                    atPath: pair.stick + "/YILU", withDestinationPath: elsewhere)
            } else {
                try (pair.stick + "/YILU").write([1, 2, 3])
            }
            expectFailure(.cannotCreate) { try pair.visit(pair.station) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere).isEmpty)
        }
    }

    @Test("a newer version's files are named and left alone")
    func newer() throws {
        let pair = try Pair()
        try pair.station.addIssue()
        try pair.visit(pair.station)
        let (bundle, receipt) = (try pair.bundle(), try pair.paths(Stick.receiptSuffix)[0])
        for file in [bundle, receipt] {
            var bytes = try file.bytes()
            bytes[8] = 2
            try file.write(bytes)
        }
        let before = try pair.files()
        let visit = try pair.visit(pair.network.host)
        #expect(visit.problems.map(\.kind) == [.badData, .badData])
        #expect(visit.problems.allSatisfy { $0.advice.en.contains("Update") }, "\(visit.problems.map(\.advice.en))")
        let after = try pair.files()
        #expect(before.allSatisfy { after[$0.key] == $0.value })
    }

    @Test("files without end are looked at up to a limit, and told")
    func tooMany() throws {
        let count = FaultTests.isLong ? 1_000_000 : 17_000
        let pair = try Pair()
        try pair.station.addIssue()
        try pair.visit(pair.station)
        let folder = pair.stick + "/YILU/000"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for number in 0..<count {
            let file = open("\(folder)/\(number).yilu", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
            close(file)
        }
        let visit = try pair.visit(pair.network.host)
        #expect(visit.takenInAll.records.new == 1 && visit.mayBePulled)
        #expect(visit.remarks.contains { $0.en.contains("too many files") })
        #expect(visit.problems.count < 20 && visit.problems.last?.what.en.contains("more files") == true)
    }
}
