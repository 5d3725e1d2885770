import Causality
import FieldRecords
import Store

/// What a list on a screen asks for.
package struct RecordListRequest: Sendable {
    package enum Order: String, CaseIterable, Sendable {
        /// As they came to this device, the last first.
        case newest, oldest
    }

    /// What is special about the records that are shown.
    package enum Kind: String, CaseIterable, Sendable {
        case standing, deleted, conflict
    }

    package var form: String?
    /// The code of a node; nil for all that the device holds.
    package var place: String?
    /// Text that a value contains.
    package var text: String?
    /// The code that a field holds.
    package var choice: (field: String, code: String)?
    package var kind = Kind.standing
    package var order = Order.newest
    /// The most that are answered; at most ``limitMax``.
    package var limit = 50
    package var offset = 0

    package static let limitMax = 500
    package static let textBytesMax = 256

    package init() {}
}

/// A page of a list.
package struct RecordListPage: Sendable {
    package let records: [RecordView]
    /// Whether there are more after these.
    package let hasMore: Bool

    package init(records: [RecordView], hasMore: Bool) {
        self.records = records
        self.hasMore = hasMore
    }
}

extension Device {
    /// One page of a list of records, as many as a screen shows.
    package func recordPage(_ request: RecordListRequest, showPersonal: Bool = false) throws -> RecordListPage {
        try read { reading, own in
            let limit = min(max(request.limit, 1), RecordListRequest.limitMax)
            var query = RecordPageQuery(limit: limit + 1)
            query.form = request.form
            query.offset = max(request.offset, 0)
            query.order = request.order == .newest ? .newest : .oldest
            query.onlyDeleted = request.kind == .deleted
            query.onlyConflicts = request.kind == .conflict
            query.text = request.text.flatMap { $0.isEmpty ? nil : String($0.prefix(RecordListRequest.textBytesMax)) }
            if let name = request.form {
                let form = try Device.form(named: name, in: reading)
                if !showPersonal { query.hiddenFields = try reading.personalNames()[name] ?? [] }
                query.choice = request.choice.flatMap {
                    form.isOpenChoice($0.field, hidden: query.hiddenFields) ? $0 : nil
                }
            } else if !showPersonal {
                query.hiddenFields = try reading.personalNames().values.reduce(into: []) { $0.formUnion($1) }
            }
            query.place = try request.place.map {
                PlaceID(node: try Device.node($0, in: try reading.nodes()).id, isNotices: request.form == "notice")
            }
            let naming = try RecordNaming(reading, own, showPersonal: showPersonal)
            let found = try reading.recordPage(query)
            return RecordListPage(
                records: try found.prefix(limit).map { try Device.view($0, naming: naming) },
                hasMore: found.count > limit)
        }
    }
}

extension Form {
    /// Whether records can be asked for by what a field says: one of a few codes. Of a field that is not shown it would
    /// tell by guessing what stands there.
    fileprivate func isOpenChoice(_ name: String, hidden: Set<String>) -> Bool {
        field(name)?.type == .selectOne && !hidden.contains(name)
    }
}

extension Device {
    /// Whether a list can be asked for by the choice that a request names; where it names none, it can.
    package func takesChoice(of request: RecordListRequest) throws -> Bool {
        guard let choice = request.choice else { return true }
        guard let name = request.form else { return false }
        return try read { reading, _ in
            try Device.form(named: name, in: reading).isOpenChoice(
                choice.field, hidden: reading.personalNames()[name] ?? [])
        }
    }
}

extension StoreReading {
    /// The newest version of every form, built in or added, that this program can read.
    func allForms() throws -> [Form] {
        let added = try addedForms().compactMap(\.newest)
        let names = Set(added.map(\.name))
        return BuiltInForms.all.filter { !names.contains($0.name) } + added
    }
}
