/// A moment of three replicas of one place that write and hand changes on: which histories can come about.
///
/// Each replica keeps the rule of the store: what is held is stored, and a change is applied singly, only when its
/// context is applied. A form may stay open: its save carries the applied vector of any earlier moment.
struct Schedule: Hashable {
    private(set) var history = History()
    /// Per replica, what it holds.
    private(set) var held: [UInt16] = [0, 0, 0]
    /// Per replica, every applied vector it ever had, from the first to the present one.
    private(set) var moments: [[UInt16]] = [[0], [0], [0]]
    /// Replicas that did anything yet. They are named in the order in which they first do, so that of the up to six
    /// schedules that differ only in names one is walked through.
    private(set) var active = 0

    func applied(_ replica: Int) -> UInt16 { moments[replica][moments[replica].count - 1] }

    private var actors: Range<Int> { 0..<min(active + 1, History.replicas) }

    /// Every way to go on with one write: any replica, and a form opened now or at any earlier moment.
    var writes: [Schedule] {
        actors.flatMap { replica in
            moments[replica].map { opened in
                var next = self
                next.active = max(active, replica + 1)
                next.history.append(to: replica, context: opened)
                next.hold(Packed.setting(replica, to: next.history.length(replica), in: held[replica]), at: replica)
                return next
            }
        }
    }

    /// Every way to go on with one delivery that brings anything: of one log up to any number, or of all that another
    /// replica holds.
    var deliveries: [Schedule] {
        actors.flatMap { replica in
            partial(to: replica).union(whole(to: replica)).map { vector in
                var next = self
                next.active = max(active, replica + 1)
                next.hold(vector, at: replica)
                return next
            }
        }
    }

    private func partial(to replica: Int) -> Set<UInt16> {
        var vectors: Set<UInt16> = []
        for log in 0..<History.replicas where log != replica {
            let known = Packed.sequence(of: log, in: held[replica])
            guard known < history.length(log) else { continue }
            for through in known + 1...history.length(log) {
                vectors.insert(Packed.setting(log, to: through, in: held[replica]))
            }
        }
        return vectors
    }

    private func whole(to replica: Int) -> Set<UInt16> {
        let all = (0..<History.replicas).filter { $0 != replica }.map { Packed.merging(held[replica], held[$0]) }
        return Set(all).subtracting([held[replica]])
    }

    /// Holds more, and applies, one change after another, what can be.
    private mutating func hold(_ vector: UInt16, at replica: Int) {
        held[replica] = vector
        var now = applied(replica)
        var progressed = true
        while progressed {
            progressed = false
            for log in 0..<History.replicas {
                let next = Packed.sequence(of: log, in: now)
                guard next < Packed.sequence(of: log, in: vector), Packed.covers(now, history.contexts[log][next])
                else { continue }
                now = Packed.setting(log, to: next + 1, in: now)
                progressed = true
            }
        }
        if now != applied(replica) { moments[replica].append(now) }
    }

    /// Gives every replica all there is.
    mutating func exchangeAll() {
        for replica in 0..<History.replicas { hold(history.full, at: replica) }
    }
}
