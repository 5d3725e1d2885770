import Causality
package import Store

extension Coverage {
    /// Adds whom to call at each station, as its own record says: the call list.
    ///
    /// - Parameter mask: what stands for a value that belongs to another place; nil to show it.
    package mutating func addContacts(_ reading: StoreReading, scope: ReportScope, mask: String?) throws {
        let contacts = try reading.stationContacts()
        let nodes = Dictionary(scope.nodes.map { ($0.code, $0.id) }, uniquingKeysWith: { first, _ in first })
        func contact(of station: StationStanding) -> StationContact? {
            guard let node = nodes[station.code], let contact = contacts[node] else { return nil }
            guard let mask, node != scope.ownNode else { return contact }
            return StationContact(lead: contact.lead.map { _ in mask }, phone: contact.phone.map { _ in mask })
        }
        for index in silent.indices { silent[index].contact = contact(of: silent[index]) }
        for index in incomplete.indices { incomplete[index].contact = contact(of: incomplete[index]) }
    }
}
