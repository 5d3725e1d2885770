/// Names that FAT, exFAT and NTFS take too, whatever system writes them.
///
/// Source: Microsoft, "Naming Files, Paths, and Namespaces"; "FAT32 File System Specification" of 2000, section on long
/// names.
package enum FATName {
    /// The most UTF-16 units of a name.
    package static let unitsMax = 255

    private static let reserved: Set<String> = Set(
        ["con", "prn", "aux", "nul"] + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })

    /// The text as a name: what no name may have is left out, and a device's name gets a line behind it.
    ///
    /// - Parameter unitsMax: it is cut to so many UTF-16 units.
    package static func safe(_ text: String, unitsMax: Int = unitsMax) -> String {
        var name = String.UnicodeScalarView()
        var units = 0
        for scalar in text.unicodeScalars where isAllowed(scalar) {
            units += scalar.value > 0xFFFF ? 2 : 1
            guard units <= unitsMax else { break }
            name.append(scalar)
        }
        var result = String(name)
        while let last = result.last, last == "." || last == " " { result.removeLast() }
        while let first = result.first, first == "." || first == " " { result.removeFirst() }
        if result.isEmpty { return "_" }
        let stem = result.prefix { $0 != "." }.lowercased()
        return reserved.contains(stem) ? result + "_" : result
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "*", "/", ":", "<", ">", "?", "\\", "|": return false
        default: break
        }
        switch scalar.properties.generalCategory {
        // Invisible ones would make two names look alike.
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
