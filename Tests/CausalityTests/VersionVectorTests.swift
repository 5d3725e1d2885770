import Causality
import Testing

@Suite("Version vectors")
struct VersionVectorTests {
    /// 27 vectors over three logs: every case of less, equal and greater in each.
    private let vectors = smallVectors(logs: 3, max: 2)

    @Test("merging is commutative, associative and idempotent")
    func merging() {
        #expect(vectors.count == 27)
        for one in vectors {
            #expect(one.merging(one) == one)
            for two in vectors {
                let both = one.merging(two)
                #expect(both == two.merging(one))
                for three in vectors { #expect(both.merging(three) == one.merging(two.merging(three))) }
            }
        }
    }

    @Test("a merge is the least vector that covers both")
    func leastUpperBound() {
        for one in vectors {
            for two in vectors {
                let both = one.merging(two)
                for three in vectors {
                    #expect(three.covers(both) == (three.covers(one) && three.covers(two)))
                }
            }
        }
    }

    @Test("the order is that of the sets of dots they cover")
    func order() {
        func dots(_ vector: VersionVector<Int>) -> Set<Dot<Int>> {
            Set((0..<3).flatMap { log in (1...3).map { Dot(log: log, sequence: UInt64($0)) } }.filter(vector.covers))
        }
        for one in vectors {
            for two in vectors {
                let (left, right) = (dots(one), dots(two))
                let expected: VersionVector<Int>.Order =
                    left == right
                    ? .equal : left.isSuperset(of: right) ? .after : left.isSubset(of: right) ? .before : .concurrent
                #expect(one.order(to: two) == expected)
                #expect(one.covers(two) == left.isSuperset(of: right))
                #expect((one == two) == (left == right))
            }
        }
    }

    @Test("covering a dot covers it and all before it, and nothing else")
    func covering() {
        for vector in vectors {
            for log in 0..<3 {
                for sequence in UInt64(1)...3 {
                    var wider = vector
                    wider.cover(Dot(log: log, sequence: sequence))
                    var single = VersionVector<Int>()
                    single[log] = sequence
                    #expect(wider == vector.merging(single))
                }
            }
        }
    }

    @Test("zeros are no entries, however they come in")
    func zeros() {
        var vector = VersionVector(["a": 0, "b": 2])
        #expect(vector.count == 1)
        vector["b"] = 0
        #expect(vector.isEmpty)
        #expect(vector == VersionVector())
        #expect(vector.hashValue == VersionVector<String>().hashValue)
    }
}
