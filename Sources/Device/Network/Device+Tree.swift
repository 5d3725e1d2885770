import Causality
import FieldRecords
import Store

extension StoreWriting {
    @discardableResult
    func addTown(_ town: TownEntry, own: Own, environment: Environment) throws -> StoredNode {
        try Device.checkName(town.name)
        let nodes = try nodes()
        if let same = nodes.first(where: { $0.kind == "town" && $0.name == town.name }) {
            throw DeviceError(
                .badData,
                what: Phrase(
                    zh: "已有乡镇（街道）“\(town.name)”，代码 \(same.code)",
                    en: "there is a town \(town.name) already, code \(same.code)"),
                advice: Phrase(zh: "用 yilu town list 查看。", en: "See yilu town list."))
        }
        let code = try Device.freeCode(town.code, prefix: "T", width: 2, nodes: nodes)
        let node = StoredNode(
            id: environment.randomNode(), parent: own.rootNode, kind: "town", name: town.name, code: code,
            isClosed: false)
        try publishNode(node, own: own, wall: environment.now())
        return node
    }
}

extension Device {
    package func addTown(name: String, code: String?) throws -> NodeView {
        try write { session, own in
            try Device.requireHost(own)
            let node = try session.addTown(TownEntry(code: code, name: name), own: own, environment: environment)
            return NodeView(node, nodes: try session.nodes())
        }
    }

    package func towns() throws -> [NodeView] { try nodes(kind: "town") }

    package func stations() throws -> [NodeView] { try nodes(kind: "station") }

    private func nodes(kind: String) throws -> [NodeView] {
        try read { reading, _ in
            let nodes = try reading.nodes()
            return nodes.filter { $0.kind == kind }.map { NodeView($0, nodes: nodes) }
        }
    }

    package func renameStation(code: String, name: String) throws -> NodeView {
        try Device.wording { try Device.checkName(name) }
        return try changeStation(code) { node, _ in
            StoredNode(
                id: node.id, parent: node.parent, kind: node.kind, name: name, code: node.code,
                isClosed: node.isClosed)
        }
    }

    package func moveStation(code: String, town: String) throws -> NodeView {
        try changeStation(code) { node, nodes in
            let town = try Device.node(town, kind: "town", in: nodes)
            return StoredNode(
                id: node.id, parent: town.id, kind: node.kind, name: node.name, code: node.code,
                isClosed: node.isClosed)
        }
    }

    package func closeStation(code: String) throws -> NodeView {
        try changeStation(code) { node, _ in
            StoredNode(
                id: node.id, parent: node.parent, kind: node.kind, name: node.name, code: node.code, isClosed: true)
        }
    }

    private func changeStation(
        _ code: String, _ change: (StoredNode, [StoredNode]) throws -> StoredNode
    ) throws -> NodeView {
        try write { session, own in
            try Device.requireHost(own)
            let nodes = try session.nodes()
            let changed = try change(try Device.node(code, kind: "station", in: nodes), nodes)
            try session.publishNode(changed, own: own, wall: environment.now())
            return NodeView(changed, nodes: try session.nodes())
        }
    }

    static func requireHost(_ own: Own) throws {
        guard own.isHost else {
            throw DeviceError(
                .notPermitted, what: Phrase(zh: "只有区级主机可以这样做", en: "only the district host may do this"),
                advice: Phrase(zh: "请在主机上执行。", en: "Run it on the host."))
        }
    }

    /// The one node that a code, a name or an id means.
    static func node(_ text: String, kind: String? = nil, in nodes: [StoredNode]) throws -> StoredNode {
        let candidates = nodes.filter { kind == nil || $0.kind == kind }
        if let exact = candidates.first(where: { $0.code == text || PlaceID(node: $0.id).nodeText == text }) {
            return exact
        }
        let named = candidates.filter { $0.name == text }
        if named.count == 1 { return named[0] }
        throw DeviceError(
            named.isEmpty ? .badData : .usage,
            what: named.isEmpty
                ? Phrase(zh: "没有叫“\(text)”的地点", en: "there is no place \(text)")
                : Phrase(zh: "有 \(named.count) 个地点都叫“\(text)”", en: "\(named.count) places are called \(text)"),
            advice: Phrase(
                zh: "请写它的代码；用 yilu station list 或 yilu town list 查看。",
                en: "Give its code; see yilu station list or yilu town list."))
    }

    /// The code asked for, if it is free; without one the next free number.
    static func freeCode(_ wanted: String?, prefix: String, width: Int, nodes: [StoredNode]) throws -> String {
        let taken = Set(nodes.map(\.code))
        if let wanted {
            guard isCode(wanted) else {
                throw DeviceError(
                    .usage, what: Phrase(zh: "代码“\(wanted)”不合规", en: "\(wanted) cannot be a code"),
                    advice: Phrase(zh: "请用 1 到 20 个字母或数字。", en: "Use 1 to 20 letters and digits."))
            }
            guard !taken.contains(wanted) else {
                throw DeviceError(
                    .badData, what: Phrase(zh: "代码 \(wanted) 已被使用", en: "the code \(wanted) is taken"),
                    advice: Phrase(zh: "请换一个代码。", en: "Choose another code."))
            }
            return wanted
        }
        var number = 1
        while true {
            let digits = String(number)
            let code = prefix + String(repeating: "0", count: max(0, width - digits.count)) + digits
            if !taken.contains(code) { return code }
            number += 1
        }
    }

    private static func isCode(_ text: String) -> Bool {
        (1...20).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            }
    }
}

extension NodeView {
    init(_ node: StoredNode, nodes: [StoredNode]) {
        self.init(
            id: PlaceID(node: node.id).nodeText, kind: node.kind, name: node.name, code: node.code,
            parent: node.parent.flatMap { parent in nodes.first { $0.id == parent }?.code }, isClosed: node.isClosed)
    }
}
