import Causality
import Testing

@Suite("The one rule for who holds what")
struct PlaceTreeTests {
    /// City 1; districts 2 and 3; towns 4 and 5 under 2; stations 6 and 7 under 4, 8 under 5; town 9 under 3.
    private static let parents: [UInt64: UInt64?] = [1: nil, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 4, 8: 5, 9: 3]
    /// The same once more, written out: everyone at or below.
    private static let below: [UInt64: Set<UInt64>] = [
        1: [1, 2, 3, 4, 5, 6, 7, 8, 9], 2: [2, 4, 5, 6, 7, 8], 3: [3, 9], 4: [4, 6, 7], 5: [5, 8], 6: [6], 7: [7],
        8: [8], 9: [9],
    ]

    private var tree: PlaceTree {
        var tree = PlaceTree()
        for (node, parent) in Self.parents { tree.add(node, under: parent) }
        return tree
    }

    @Test("a device holds its own place, all below, and the notices of those above: nothing else", arguments: 1...9)
    func holding(node: Int) throws {
        let node = UInt64(node)
        let below = try #require(Self.below[node])
        for (other, belowOther) in Self.below {
            #expect(tree.mayHold(PlaceID(node: other), at: node) == below.contains(other))
            let isAboveOrBelow = below.contains(other) || belowOther.contains(node)
            #expect(tree.mayHold(PlaceID(node: other).notices, at: node) == isAboveOrBelow)
        }
    }

    @Test("a device writes at its own place and below, and its own notices only", arguments: 1...9)
    func writing(node: Int) throws {
        let node = UInt64(node)
        let below = try #require(Self.below[node])
        for other in Self.below.keys {
            #expect(tree.mayWrite(PlaceID(node: other), from: node) == below.contains(other))
            #expect(tree.mayWrite(PlaceID(node: other).notices, from: node) == (node == other))
        }
    }

    @Test("the list of places is the rule for holding, and what may be written may be held", arguments: 1...9)
    func listing(node: Int) {
        let node = UInt64(node)
        let all = Self.parents.keys.flatMap { [PlaceID(node: $0), PlaceID(node: $0, isNotices: true)] }.sorted()
        #expect(tree.places(heldAt: node) == all.filter { tree.mayHold($0, at: node) })
        for place in all where tree.mayWrite(place, from: node) { #expect(tree.mayHold(place, at: node)) }
    }

    @Test("whoever stood above a place that was moved may have written there, and holds and begins nothing there now")
    func moved() {
        var moved = tree
        // Station 6 went from town 4 to town 5, and town 5 then from district 2 to district 3.
        moved.add(6, under: 5, formerly: [4])
        moved.add(5, under: 3, formerly: [2])
        for (node, above) in [6: [6, 5, 3, 1, 4, 2], 8: [8, 5, 3, 1, 2], 7: [7, 4, 2, 1]] as [UInt64: Set<UInt64>] {
            let place = PlaceID(node: node)
            for other in UInt64(1)...9 {
                #expect(moved.mayHaveWritten(place, from: other) == above.contains(other), "\(node) from \(other)")
                #expect(moved.mayHaveWritten(place.notices, from: other) == (node == other))
                #expect(moved.mayHaveHeld(place, at: other) == above.contains(other))
                #expect(moved.places(everHeldAt: other).contains(place) == above.contains(other))
            }
        }
        for former in [4, 2] as [UInt64] {
            #expect(!moved.mayHold(PlaceID(node: 6), at: former) && !moved.mayWrite(PlaceID(node: 6), from: former))
            #expect(!moved.places(heldAt: former).contains(PlaceID(node: 6)))
        }
    }

    @Test("where nothing was moved, what may have been is what may be", arguments: 1...9)
    func neverMoved(node: Int) {
        let node = UInt64(node)
        #expect(tree.places(everHeldAt: node) == tree.places(heldAt: node))
        for place in Self.parents.keys.flatMap({ [PlaceID(node: $0), PlaceID(node: $0, isNotices: true)] }) {
            #expect(tree.mayHaveWritten(place, from: node) == tree.mayWrite(place, from: node))
            #expect(tree.mayHaveHeld(place, at: node) == tree.mayHold(place, at: node))
        }
    }

    @Test("a node that the tree does not know is held by nobody")
    func unknown() {
        for node in UInt64(1)...9 {
            #expect(!tree.mayHold(PlaceID(node: 77), at: node))
            #expect(!tree.mayWrite(PlaceID(node: 77), from: node))
        }
        #expect(!tree.mayHold(PlaceID(node: 1), at: 77))
    }

    @Test("a ring of parents ends, and nodes outside it are not drawn in")
    func ring() {
        var ring = tree
        ring.add(20, under: 21)
        ring.add(21, under: 20)
        #expect(ring.path(from: 20).count == PlaceTree.depthMax)
        #expect(!ring.isNode(20, within: 1))
        #expect(!ring.mayHold(PlaceID(node: 20), at: 1))
        ring.add(21, under: 20, formerly: [22, 20])
        #expect(!ring.mayHaveWritten(PlaceID(node: 20), from: 1))
        #expect(ring.mayHaveWritten(PlaceID(node: 20), from: 22))
    }
}
