import Bundles
import Causality
import Exchange
import Seeds
import Sticks
import Testing

@Suite("What goes on a stick, and what it is called")
struct PlanTests {
    private static func log(_ number: UInt8) -> LogID {
        LogID(replica: ReplicaID(bytes: [UInt8](repeating: number, count: 32)), place: PlaceID(node: 7))
    }

    private static func load(pieces: [(UInt8, ClosedRange<UInt64>, Int64)], photos: [Int64]) -> StickLoad {
        StickLoad(
            pieces: pieces.map { piece in
                StickLoad.Piece(
                    range: LogRange(log: log(piece.0), from: piece.1.lowerBound, through: piece.1.upperBound),
                    bytes: piece.2)
            },
            photos: photos.enumerated().map { number, bytes in
                StickLoad.Photo(digest: [UInt8](repeating: UInt8(number), count: 32), bytes: bytes)
            }, coverBytes: 1_000, hasNews: false)
    }

    @Test("no file is larger than a file may be, and all of them together bring everything")
    func fileMax() throws {
        let load = Self.load(
            pieces: [(1, 1...10, 4_000), (2, 1...5, 4_000), (1, 11...20, 4_000), (1, 21...30, 9_000)],
            photos: [6_000, 3_000, 8_000])
        let plan = StickPlan([load], room: 1 << 30, block: 512, fileMax: 10_500)
        #expect(plan.fits && plan.sticks(ofBytes: 1 << 30) == 1)
        #expect(plan.bundles.allSatisfy { $0.bytes <= 10_500 })
        #expect(plan.bundles.reduce(0) { $0 + $1.changes } == 35)
        #expect(plan.bundles.flatMap(\.photos).count == 3)
        #expect(plan.bundles.count == 5, "\(plan.bundles.map(\.bytes))")
        for bundle in plan.bundles { #expect(bundle.ranges == bundle.ranges.sorted()) }
    }

    @Test("no bundle tells of more stretches of logs than its header has room for")
    func rangesMax() {
        let load = Self.load(pieces: (1...5).map { ($0, 1...10, 100) }, photos: [100])
        let plan = StickPlan([load], room: 1 << 30, block: 512, fileMax: 1 << 20, rangesMax: 2)
        #expect(plan.fits && plan.bundles.map(\.ranges.count) == [2, 2, 1])
        #expect(plan.bundles.flatMap(\.photos).count == 1)
    }

    @Test("whatever the room, each log goes from its beginning, photos only where no record stays, and sums are right")
    func anyRoom() {
        var random = SeededRandom(3)
        for _ in 0..<300 {
            let loads = (0..<3).map { number in
                Self.load(
                    pieces: (0..<random.below(5)).map { piece in
                        let from = UInt64(piece * 10 + 1)
                        return (UInt8(number), from...(from + 9), Int64(500 + random.below(5_000)))
                    }, photos: (0..<random.below(4)).map { _ in Int64(random.below(9_000)) })
            }
            let room = Int64(random.below(40_000))
            let plan = StickPlan(loads, room: room, block: 512, fileMax: 20_000)
            for (index, load) in loads.enumerated() {
                let bundles = plan.bundles.filter { $0.load == index }
                let ranges = bundles.flatMap(\.ranges).sorted()
                #expect(ranges.first.map { $0.from == 1 } ?? true)
                #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.through + 1 == $1.from })
                #expect(bundles.reduce(0) { $0 + $1.changes } + plan.changesLeft[index] == load.changes)
                #expect(bundles.flatMap(\.photos).count + plan.photosLeft[index] == load.photos.count)
            }
            let taken = plan.bundles.reduce(Int64(0)) { $0 + ($1.bytes + 511) / 512 * 512 }
            #expect(taken <= room)
            #expect(plan.fits == (taken == plan.neededBytes && plan.sticks(ofBytes: 1_000_000) == 1))
            if plan.changesLeft.contains(where: { $0 > 0 }) {
                #expect(plan.bundles.allSatisfy { $0.photos.isEmpty })
            }
        }
    }

    @Test(
        "names are such as FAT takes",
        arguments: [
            ("037 霍营:驿站", "037 霍营驿站"), ("CON", "CON_"), ("com1.x", "com1.x_"), ("a/b\\c*?\"<>|", "abc"),
            (" .x. ", "x"), ("", "_"), ("...", "_"), ("a\u{202E}b\u{0}c", "abc"), ("nul 驿站", "nul 驿站"),
        ])
    func names(text: String, name: String) {
        #expect(FATName.safe(text) == name)
        #expect(FATName.safe(String(repeating: "驿😀", count: 300)).utf16.count <= FATName.unitsMax)
    }
}
