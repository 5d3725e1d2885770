import Device
import Foundation
import Testing

@Suite("A file that a person asked for")
struct OutputFileTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/yilu-output-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
    }

    @Test("has its name only when it is whole, and leaves nothing behind where it is given up")
    func whole() throws {
        let path = folder + "/a.csv"
        try path.write(Array("before".utf8))
        do {
            let file = try OutputFile(path: path, sparing: nil)
            try file.write(Array("after".utf8))
            #expect(try path.bytes() == Array("before".utf8))
        }
        #expect(try names == ["a.csv"])
        let file = try OutputFile(path: path, sparing: nil)
        try file.write(Array("af".utf8))
        try file.write(Array("ter".utf8))
        try file.finish()
        #expect(try path.bytes() == Array("after".utf8))
        #expect(try names == ["a.csv"])
    }

    @Test("is written by one at a time; what a killed process left is begun anew")
    func oneAtATime() throws {
        let path = folder + "/a.csv"
        try (path + ".part").write(Array("half of something much longer".utf8))
        do {
            let file = try OutputFile(path: path, sparing: nil)
            expectFailure(.tryAgain) { _ = try OutputFile(path: path, sparing: nil) }
            try file.write([1])
            try file.finish()
        }
        #expect(try path.bytes() == [1])
        #expect(try names == ["a.csv"])
    }

    @Test("is a new one: what lies beside under its name lends it no links, no permissions and no other place")
    func newFile() throws {
        let (path, part, manager) = (folder + "/a.backup", folder + "/a.backup.part", FileManager.default)
        let elsewhere = folder + "/elsewhere"
        let obstacles: [() throws -> Void] = [
            {
                try part.write(Array("my own notes".utf8))
                chmod(part, 0o666)
                try manager.linkItem(atPath: part, toPath: elsewhere)
            },
            { try manager.createSymbolicLink(atPath: part, withDestinationPath: elsewhere) },
            { #expect(mkfifo(part, 0o666) == 0) },
        ]
        for obstacle in obstacles {
            try obstacle()
            let file = try OutputFile(path: path, sparing: nil)
            try file.write(Array("secret".utf8))
            try file.finish()
            #expect(try path.bytes() == Array("secret".utf8))
            let facts = try manager.attributesOfItem(atPath: path)
            #expect(facts[.posixPermissions] as? Int == 0o600 && facts[.referenceCount] as? Int == 1)
            #expect(try elsewhere.bytes() == Array("my own notes".utf8))
            #expect(try names == ["a.backup", "elsewhere"])
        }
    }

    @Test("is no folder, and takes no folder away that lies in its way")
    func inTheWay() throws {
        let path = folder + "/a.csv"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        expectFailure(.cannotCreate) { _ = try OutputFile(path: path, sparing: nil) }
        let other = folder + "/b.csv"
        try FileManager.default.createDirectory(atPath: other + ".part", withIntermediateDirectories: true)
        expectFailure(.cannotCreate) { _ = try OutputFile(path: other, sparing: nil) }
        #expect(try names == ["a.csv", "b.csv.part"])
        expectFailure(.cannotCreate) { _ = try OutputFile(path: folder + "/nowhere/c.csv", sparing: nil) }
    }

    @Test("is never put where a pipe is, or a link to one")
    func noFile() throws {
        let pipe = folder + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: pipe)
        for name in ["pipe", "link"] {
            expectFailure(.cannotCreate) { _ = try OutputFile(path: folder + "/" + name, sparing: nil) }
        }
        var facts = stat()
        #expect(lstat(pipe, &facts) == 0 && facts.st_mode & S_IFMT == S_IFIFO)
        #expect(lstat(folder + "/link", &facts) == 0 && facts.st_mode & S_IFMT == S_IFLNK)
        #expect(try names == ["link", "pipe"])
    }
}
