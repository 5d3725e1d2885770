/// What a fuzzer throws bytes at: one door each by which bytes of others come in.
///
/// Whatever the bytes, ``run(_:)`` returns: refusing them is right, a trap is a finding. Where good bytes would be signed,
/// sealed or hashed, the entry does that itself, so that a fuzzer gets to what lies behind.
package enum FuzzEntry: String, CaseIterable, Sendable {
    case bundle, chunk, session, receipt, invitation, identity, form, table, expression, json

    package func run(_ bytes: [UInt8]) {
        // A refusal, of whatever kind, is what bytes of others deserve: the entries trap on what may not be.
        try? attempt(bytes)
    }

    /// - Throws: why the bytes are refused.
    package func attempt(_ bytes: [UInt8]) throws {
        switch self {
        case .bundle: try BundleEntry.read(bytes)
        case .chunk: try ChunkEntry.read(bytes)
        case .session: SessionEntry.hear(bytes)
        case .receipt: try ReceiptEntry.read(bytes)
        case .invitation: try InvitationEntry.read(bytes)
        case .identity: try IdentityEntry.verify(bytes)
        case .form: try FormEntry.fillIn(bytes)
        case .table: TableEntry.read(bytes)
        case .expression: try ExpressionEntry.workOut(bytes)
        case .json: try JSONEntry.read(bytes)
        }
    }
}

/// What must be so whatever the bytes were: that it is not, or cannot be found out for an error, is a finding.
func demand(_ holds: @autoclosure () throws -> Bool, _ what: String) {
    precondition((try? holds()) == true, what)
}
