import Causality
import FieldRecords
import Store

/// Saves records within one transaction.
final class Saving {
    let session: StoreWriting
    let own: Own
    let author: String
    let environment: Environment
    /// A place of which it is known that this device may write there.
    private var permitted: PlaceID?
    /// The fields of each form that some version marks as personal; nil until somebody asks.
    private var personalNames: [String: Set<String>]?

    init(session: StoreWriting, own: Own, by author: String?, environment: Environment) throws {
        self.session = session
        self.own = own
        self.author = try author ?? session.text(.author) ?? ""
        self.environment = environment
        guard self.author.utf8.count <= Change.authorBytesMax else {
            throw DeviceError(
                .usage, what: Phrase(zh: "姓名太长", en: "the name is too long"),
                advice: Phrase(zh: "最多 256 字节。", en: "At most 256 bytes."))
        }
    }

    /// The fields of a form that some version of it marks as personal.
    func personalNames(of form: String) throws -> Set<String> {
        let names = try personalNames ?? session.personalNames()
        personalNames = names
        return names[form] ?? []
    }

    /// Where records of a form go: the place named, else the device's own; notices go to what the place publishes.
    func place(_ text: String?, form: Form) throws -> PlaceID {
        let nodes = try session.nodes()
        let node: UInt64
        if let text {
            node = try Device.node(text, in: nodes).id
        } else if own.isHost, try session.number(.isOpen) == 1 {
            node = nodes.first { $0.code == Device.openCode }?.id ?? own.node
        } else {
            node = own.node
        }
        let place = PlaceID(node: node, isNotices: form.name == "notice")
        guard own.tree.mayWrite(place, from: own.node) else {
            throw DeviceError(
                .notPermitted, what: Phrase(zh: "这台设备不能在那里记录", en: "this device may not write at that place"),
                advice: Phrase(zh: "只能在本地点及其下属地点记录。", en: "It writes at its own place and below."))
        }
        return place
    }

    /// Begins a record.
    func begin(
        _ form: Form, values: FormValues, extra: [Patch.Entry] = [], at place: PlaceID
    ) throws -> (name: RecordID, warnings: [Phrase]) {
        try requireUnmasked(values, of: form)
        let completion = try form.complete(
            current: [:], changes: values, isNew: true, moment: own.moment(environment.now()))
        let name = RecordID(replica: own.replica.replica, number: try session.nextRecordNumber())
        try append(
            .begin(
                name, FormReference(name: form.name, version: form.version),
                writing(extra.isEmpty ? completion.plain : Patch(extra + completion.plain.entries), completion.personal)
            ),
            at: place)
        return (name, completion.warnings.map(\.what))
    }

    /// Sets fields of a record.
    ///
    /// - Parameters:
    ///   - extra: what is set beside the form's fields.
    ///   - always: whether that is set also where none of the form's fields changes.
    /// - Returns: whether anything changed.
    func edit(
        _ record: StoredRecord, opened: OpenedForm, form: Form, values: FormValues, extra: [Patch.Entry] = [],
        always: Bool = false
    ) throws -> (isChanged: Bool, warnings: [Phrase]) {
        try requireUnmasked(values, of: form)
        let completion = try form.complete(
            current: opened.fields, changes: values, isNew: false, moment: own.moment(environment.now()))
        let writing: Change.Writing
        if opened.conflicts.isEmpty {
            guard !completion.plain.isEmpty || !completion.personal.isEmpty || always else {
                return (false, completion.warnings.map(\.what))
            }
            let plain = extra.isEmpty ? completion.plain : Patch(extra + completion.plain.entries)
            writing = self.writing(plain, completion.personal)
        } else {
            // Who sets a field in conflict to the value shown decides for it.
            let decided = completion.unchanged.filter { opened.conflicts.contains($0) }.map {
                Patch.Entry(name: $0, value: opened.fields[$0] ?? .empty)
            }
            let entries = completion.patch.entries + decided
            guard !entries.isEmpty || always else { return (false, completion.warnings.map(\.what)) }
            writing = self.writing(extra + entries, form: form)
        }
        if record.isErased, writing.personal != nil {
            throw DeviceError(
                .notPermitted,
                what: Phrase(zh: "这条记录的个人信息已永久抹除", en: "the personal values of this record were erased for good"),
                advice: Phrase(zh: "请另建一条记录。", en: "Begin another record."))
        }
        try append(.edit(record.name, writing), at: record.place, opened: opened.context)
        return (true, completion.warnings.map(\.what))
    }

    /// What a change sets, its personal fields apart, under a fresh erasure key.
    func writing(_ entries: [Patch.Entry], form: Form) -> Change.Writing {
        let personal = entries.filter { form.field($0.name)?.isPersonal == true }
        return writing(
            Patch(entries.filter { form.field($0.name)?.isPersonal != true }), Patch(personal))
    }

    private func writing(_ plain: Patch, _ personal: Patch) -> Change.Writing {
        Change.Writing(
            patch: plain,
            personal: personal.isEmpty
                ? nil : .kept(values: personal, key: environment.random(PersonalWriting.keyByteCount)))
    }

    func append(
        _ action: Change.Action, at place: PlaceID, opened: OpenedContext? = nil, isSettlement: Bool = false
    ) throws {
        guard permitted == place || own.tree.mayWrite(place, from: own.node) else {
            throw DeviceError(
                .notPermitted, what: Phrase(zh: "这台设备不能改动那里的记录", en: "this device may not write at that place"),
                advice: Phrase(zh: "只能改动本地点及其下属地点的记录。", en: "It writes at its own place and below."))
        }
        permitted = place
        try session.append(
            action, at: place, opened: opened, author: author, time: try session.tick(wall: environment.now()),
            isSettlement: isSettlement, writer: own.writer)
    }
}
