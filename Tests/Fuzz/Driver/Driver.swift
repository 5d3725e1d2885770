import Foundation
import FuzzEntries

/// `yilu-fuzz TARGET ARGUMENT…` fuzzes with libFuzzer's own arguments; `yilu-fuzz TARGET --seeds GOLDEN FOLDER` writes what
/// it begins with to a folder.
@main
enum Driver {
    /// Set once, before anything is fuzzed.
    nonisolated(unsafe) fileprivate static var entry = FuzzEntry.bundle

    static func main() throws {
        var arguments = CommandLine.arguments
        guard arguments.count > 1, let entry = FuzzEntry(rawValue: arguments.remove(at: 1)) else {
            fatalError("the target is one of \(FuzzEntry.allCases.map(\.rawValue).joined(separator: " "))")
        }
        Driver.entry = entry
        if arguments.count == 4, arguments[1] == "--seeds" {
            return try writeSeeds(golden: URL(filePath: arguments[2]), to: URL(filePath: arguments[3]))
        }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        exit(
            words.withUnsafeMutableBufferPointer { buffer in
                var count = CInt(arguments.count)
                var start = buffer.baseAddress
                return runFuzzer(&count, &start, take)
            })
    }

    private static func writeSeeds(golden: URL, to folder: URL) throws {
        let seeds = try entry.seeds { Array(try Data(contentsOf: golden.appending(path: $0))) }
        for (index, seed) in seeds.enumerated() {
            try Data(seed).write(to: folder.appending(path: "seed-\(index)"))
        }
    }
}

/// The name that libFuzzer's library asks for.
@_cdecl("LLVMFuzzerTestOneInput")
func take(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Driver.entry.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}

/// Of libFuzzer's library, for programs with a main function of their own.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ entry: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
