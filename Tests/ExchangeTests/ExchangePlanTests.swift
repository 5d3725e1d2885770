import Bundles
import Causality
import Exchange
import Testing

private let here = PlaceID(node: 1)
private let there = PlaceID(node: 2)

private func log(_ replica: UInt8, at place: PlaceID = here) -> LogID {
    LogID(replica: ReplicaID(bytes: [UInt8](repeating: replica, count: 32)), place: place)
}

@Suite("The plan of an exchange")
struct ExchangePlanTests {
    @Test("what the other lacks is sent, from just after what it holds")
    func sendsWhatIsLacking() {
        let plan = ExchangePlan(held: [log(1): 10, log(2): 4], known: [log(1): 7], mayRead: { _ in true })
        #expect(
            plan.ranges == [
                LogRange(log: log(1), from: 8, through: 10), LogRange(log: log(2), from: 1, through: 4),
            ])
        #expect(plan.changeCount == 7)
    }

    @Test("nothing is sent that the other holds, or holds more of")
    func sendsNothingTwice() {
        let plan = ExchangePlan(
            held: [log(1): 10, log(2): 4, log(3): 0], known: [log(1): 10, log(2): 9], mayRead: { _ in true })
        #expect(plan.isEmpty)
    }

    @Test("nothing is sent of a place that the other may not read, its notices told apart")
    func keepsToTheRule() {
        let held = [log(1): 1 as UInt64, log(1, at: here.notices): 2, log(1, at: there): 3]
        let plan = ExchangePlan(held: held, known: [:], mayRead: { $0 == here.notices })
        #expect(plan.ranges == [LogRange(log: log(1, at: here.notices), from: 1, through: 2)])
    }

    @Test("ranges come by place, then by replica, whatever the dictionary's order")
    func isSorted() {
        var held: [LogID: UInt64] = [:]
        for replica in 1...40 { held[log(UInt8(replica), at: replica.isMultiple(of: 2) ? here : there)] = 3 }
        let ranges = ExchangePlan(held: held, known: [:], mayRead: { _ in true }).ranges
        #expect(ranges.count == 40)
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.log < $1.log })
    }

    @Test("a place is asked about once")
    func asksOnce() {
        var asked = 0
        let held: [LogID: UInt64] = [log(1): 1, log(2): 1, log(3): 1]
        _ = ExchangePlan(held: held, known: [:]) { _ in
            asked += 1
            return true
        }
        #expect(asked == 1)
    }
}
