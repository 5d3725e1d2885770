/// What a device is killed at.
enum Deed: String, CaseIterable {
    /// One record, whose number is printed once it is safe.
    case save
    /// Rows of a file, as records.
    case importRows
    case export
    case importBundle
    case stick
    /// The host, while the station syncs with it.
    case serve
    case backup
    /// Three ways to make a device.
    case restore, create, join

    /// The devices that may do it.
    var homes: [String] {
        switch self {
        case .save, .importRows, .stick: ["037", "host"]
        case .export, .backup: ["037"]
        case .importBundle, .serve, .restore, .create, .join: ["host"]
        }
    }

    /// Whether it makes a device.
    var isMaking: Bool { [.restore, .create, .join].contains(self) }
}
