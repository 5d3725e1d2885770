import Causality
import Testing

@Suite("Siblings of a field")
struct SiblingsTests {
    private typealias Vector = VersionVector<Int>

    @Test("two writes that have not seen each other stand side by side, in either order")
    func concurrent() {
        let (one, two) = (Dot(log: 1, sequence: 1), Dot(log: 2, sequence: 1))
        var left = Siblings<Int>()
        left.write(one, context: Vector())
        left.write(two, context: Vector())
        var right = Siblings<Int>()
        right.write(two, context: Vector())
        right.write(one, context: Vector())
        #expect(left == right)
        #expect(left.dots == [one, two])
    }

    @Test("a write drops what it has seen and nothing else")
    func seen() {
        var siblings = Siblings([Dot(log: 1, sequence: 2), Dot(log: 2, sequence: 1), Dot(log: 3, sequence: 5)])
        siblings.write(Dot(log: 1, sequence: 3), context: Vector([1: 2, 2: 4, 3: 4]))
        #expect(siblings.dots == [Dot(log: 1, sequence: 3), Dot(log: 3, sequence: 5)])
    }

    @Test("a write made without knowing of a settlement stands beside it")
    func late() {
        var siblings = Siblings([Dot(log: 1, sequence: 1), Dot(log: 2, sequence: 1)])
        siblings.write(Dot(log: 1, sequence: 2), context: Vector([1: 1, 2: 1]))
        #expect(siblings.dots == [Dot(log: 1, sequence: 2)])
        siblings.write(Dot(log: 3, sequence: 1), context: Vector([2: 1]))
        #expect(siblings.dots == [Dot(log: 3, sequence: 1), Dot(log: 1, sequence: 2)])
    }

    @Test("two tabs of one browser, opened at one moment, are in conflict though they share a log")
    func tabs() {
        var siblings = Siblings([Dot(log: 1, sequence: 1)])
        siblings.write(Dot(log: 1, sequence: 2), context: Vector([1: 1]))
        siblings.write(Dot(log: 1, sequence: 3), context: Vector([1: 1]))
        #expect(siblings.dots == [Dot(log: 1, sequence: 2), Dot(log: 1, sequence: 3)])
    }

    @Test("the same write twice changes nothing")
    func twice() {
        let before = Siblings([Dot(log: 1, sequence: 1), Dot(log: 2, sequence: 1)])
        var after = before
        after.write(Dot(log: 2, sequence: 1), context: Vector())
        #expect(after == before)
    }

    @Test("siblings are covered when each of them is")
    func covered() {
        let siblings = Siblings([Dot(log: 1, sequence: 2), Dot(log: 2, sequence: 1)])
        for vector in smallVectors(logs: 3, max: 3) {
            #expect(siblings.areCovered(by: vector) == (vector[1] >= 2 && vector[2] >= 1))
        }
        #expect(Siblings<Int>().areCovered(by: Vector()))
    }
}
