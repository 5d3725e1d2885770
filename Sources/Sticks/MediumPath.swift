/// The name of one file or folder, as its bytes stand on the medium: of other programs it may be in any encoding, or in
/// none.
package struct MediumName: Hashable, Sendable {
    /// Neither empty nor with a slash or a zero in it.
    package let bytes: [UInt8]

    /// Nil for what cannot name an entry of a folder.
    package init?(bytes: [UInt8]) {
        guard !bytes.isEmpty, !bytes.contains(0), !bytes.contains(UInt8(ascii: "/")), bytes != Array(".".utf8),
            bytes != Array("..".utf8)
        else { return nil }
        self.bytes = bytes
    }

    /// - Precondition: a name that the program chose.
    package init(_ text: String) {
        guard let name = MediumName(bytes: Array(text.utf8)) else { preconditionFailure("this names no file") }
        self = name
    }

    /// For people; what is no UTF-8 is shown as question marks in diamonds.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether it ends so, in capitals or not, as other systems may have turned it.
    package func hasSuffix(_ suffix: String) -> Bool {
        MediumName.folded(bytes.suffix(suffix.utf8.count)) == MediumName.folded(suffix.utf8)
    }

    /// Whether FAT would take both for one.
    package func isSame(asOnFAT other: MediumName) -> Bool {
        text.lowercased() == other.text.lowercased()
    }

    private static func folded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    }
}

/// Where an entry lies, from the stick's own top downwards.
package struct MediumPath: Hashable, Sendable {
    /// Empty for the top itself.
    package let names: [MediumName]

    package init(_ names: [MediumName] = []) {
        self.names = names
    }

    /// - Precondition: names that the program chose.
    package init(_ names: String...) {
        self.names = names.map { MediumName($0) }
    }

    package func appending(_ name: MediumName) -> MediumPath { MediumPath(names + [name]) }

    package func appending(_ name: String) -> MediumPath { appending(MediumName(name)) }

    /// The folder that it lies in; the top for the top.
    package var folder: MediumPath { MediumPath(Array(names.dropLast())) }

    package var name: MediumName? { names.last }

    /// For people: `YILU/037/037-to-host.yilu`.
    package var text: String { names.map(\.text).joined(separator: "/") }
}
