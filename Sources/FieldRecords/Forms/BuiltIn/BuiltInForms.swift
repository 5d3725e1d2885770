/// The forms that every network begins with, defined as XLSForm files beside this one.
package enum BuiltInForms {
    /// In the order in which a page offers them.
    package static let all: [Form] = definitions.map { definition in
        do throws(FieldRecordsError) {
            return try Form.read(csv: definition)
        } catch {
            preconditionFailure("a built-in form cannot be read: \(error.what.en)")
        }
    }

    /// The built-in form of that name; nil where there is none.
    package static func form(_ name: String) -> Form? { all.first { $0.name == name } }

    /// The files as they stand in the sources, in the order of ``all``.
    package static let definitions: [[UInt8]] = [
        PackageResources.visit_csv, PackageResources.handout_csv, PackageResources.activity_csv,
        PackageResources.issue_csv, PackageResources.talk_csv, PackageResources.microservice_csv,
        PackageResources.shift_csv, PackageResources.honour_csv, PackageResources.courier_csv,
        PackageResources.offer_csv, PackageResources.station_csv, PackageResources.notice_csv,
    ]
}
