/// The form, in the version, that a record was filled in with.
package struct FormReference: Hashable, Sendable {
    package let name: String
    package let version: String

    package init(name: String, version: String) {
        self.name = name
        self.version = version
    }
}
