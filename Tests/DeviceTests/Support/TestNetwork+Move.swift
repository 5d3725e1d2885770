import Device
import FieldRecords

extension TestNetwork {
    /// Joins with an invitation in the folder of a device, or of none.
    @discardableResult
    func join(_ home: String, _ invitation: IssuedInvitation, by author: String? = nil) throws -> Device {
        try Device.join(options(home), invitation: invitation.document, by: author)
    }

    /// The same of a device that moves.
    ///
    /// - Returns: false where it may not go yet, since the district lacks something of it.
    func joins(_ home: String, _ invitation: IssuedInvitation) throws -> Bool {
        do { try join(home, invitation) } catch let error as DeviceError where error.kind == .tryAgain { return false }
        return true
    }
}
