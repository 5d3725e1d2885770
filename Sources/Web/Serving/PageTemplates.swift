import Mustache

/// The templates of the pages, read once: they are in the program, so one that cannot be read is a mistake of ours.
enum PageTemplates {
    static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        let sources: [(String, [UInt8])] = [
            ("layout", PackageResources.layout_mustache), ("today", PackageResources.today_mustache),
            ("form", PackageResources.form_mustache), ("control", PackageResources.control_mustache),
            ("record", PackageResources.record_mustache), ("list", PackageResources.list_mustache),
            ("sync", PackageResources.sync_mustache), ("district", PackageResources.district_mustache),
            ("trouble", PackageResources.trouble_mustache), ("door", PackageResources.door_mustache),
            ("duplicates", PackageResources.duplicates_mustache),
            ("line", PackageResources.line_mustache),
            ("required", PackageResources.required_mustache), ("hint", PackageResources.hint_mustache),
            ("calls", PackageResources.calls_mustache),
        ]
        for (name, bytes) in sources {
            let source = PageText.template(String(decoding: bytes, as: UTF8.self))
            do { try library.register(source, named: name) } catch {
                preconditionFailure("the template \(name) cannot be read: \(error)")
            }
        }
        return library
    }()
}
