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
            let file = try OutputFile(path: path)
            try file.write(Array("after".utf8))
            #expect(try path.bytes() == Array("before".utf8))
        }
        #expect(try names == ["a.csv"])
        let file = try OutputFile(path: path)
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
            let file = try OutputFile(path: path)
            expectFailure(.tryAgain) { _ = try OutputFile(path: path) }
            try file.write([1])
            try file.finish()
        }
        #expect(try path.bytes() == [1])
        #expect(try names == ["a.csv"])
    }

    @Test("is no folder, and follows no link that lies in its way")
    func inTheWay() throws {
        let path = folder + "/a.csv"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        expectFailure(.cannotCreate) { _ = try OutputFile(path: path) }
        let other = folder + "/b.csv"
        try FileManager.default.createSymbolicLink(
            atPath: other + ".part", withDestinationPath: folder + "/elsewhere")
        expectFailure(.cannotCreate) { _ = try OutputFile(path: other) }
        #expect(try !names.contains("elsewhere"))
        expectFailure(.cannotCreate) { _ = try OutputFile(path: folder + "/nowhere/c.csv") }
    }
}
