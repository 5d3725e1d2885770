import Causality
import FieldRecords

extension Chunk {
    /// The bytes of the chunk, coded by columns, not deflated: frames are. The same chunk has the same bytes always.
    ///
    /// Source: the format is our own, see BundleFormat in this module's documentation.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + changes.count * 32)
        bytes.appendPlace(log.place)
        bytes.append(contentsOf: log.replica.bytes)
        bytes.appendVarint(first)
        bytes.appendVarint(changes.count)
        previous.append(to: &bytes)
        bytes.append(contentsOf: signature)

        var replicas = ReplicaTable(own: log.replica)
        for change in changes {
            for dot in change.context.others { replicas.add(dot.replica) }
            if let record = change.record { replicas.add(record.replica) }
        }
        replicas.append(to: &bytes)

        appendKinds(to: &bytes)
        TimeColumn.append(changes.map(\.time), to: &bytes)
        TextColumn.append(changes.map(\.author), to: &bytes)
        appendContexts(replicas, to: &bytes)
        RecordColumn.append(changes, replicas: replicas, to: &bytes)
        appendForms(to: &bytes)
        WritingColumns(changes).append(to: &bytes)
        appendUnknown(to: &bytes)
        return bytes
    }

    /// What nobody here understands, change by change. Nothing where all is understood.
    private func appendUnknown(to bytes: inout [UInt8]) {
        for change in changes {
            guard case .unknown(_, let content) = change.action else { continue }
            bytes.appendVarint(content.count)
            bytes.append(contentsOf: content)
        }
    }

    /// The kinds that occur, settlement in the top bit, and for each change which one it is.
    private func appendKinds(to bytes: inout [UInt8]) {
        let (distinct, indices) = Distinct.list(changes.map { $0.kind.number | ($0.isSettlement ? 0x80 : 0) })
        bytes.appendVarint(distinct.count)
        bytes.append(contentsOf: distinct)
        IntegerColumn.append(indices, to: &bytes)
    }

    /// How far behind each change its author's view of the log was, then the frontiers that occur and which is whose.
    private func appendContexts(_ replicas: ReplicaTable, to bytes: inout [UInt8]) {
        var lags: [Int64] = []
        lags.reserveCapacity(changes.count)
        for (index, change) in changes.enumerated() {
            lags.append(Int64(bitPattern: first &+ UInt64(index) &- 1 &- change.context.own))
        }
        IntegerColumn.append(lags, to: &bytes)
        let (distinct, indices) = Distinct.list(changes.map(\.context.others))
        FrontierTable.append(distinct, replicas: replicas, to: &bytes)
        IntegerColumn.append(indices, to: &bytes)
    }

    private func appendForms(to bytes: inout [UInt8]) {
        let forms = changes.compactMap { if case .begin(_, let form, _) = $0.action { form } else { nil } }
        TextColumn.append(forms.map(\.name), to: &bytes)
        TextColumn.append(forms.map(\.version), to: &bytes)
    }
}
