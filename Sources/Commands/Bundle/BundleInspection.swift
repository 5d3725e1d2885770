import Device
import FieldRecords

extension GlobalOptions {
    /// What can be told of a bundle; where there is no device, what anybody can tell.
    func inspection(of file: String, verifying: Bool) throws -> Inspection {
        let device: Device
        do {
            device = try self.device()
        } catch let error as DeviceError where error.kind == .noInput || !verifying {
            let view = try verifying ? Device.verifyBundle(file: file) : Device.inspectBundle(file: file)
            return Inspection(view: view, hasDevice: false)
        }
        let view = try verifying ? device.verifyBundle(file: file) : device.inspectBundle(file: file)
        return Inspection(view: view, hasDevice: true)
    }
}

extension Console {
    /// Shows an inspection, and complains where the bundle is not sound.
    func report(_ inspection: Inspection, of file: String) throws {
        try show(inspection)
        guard let first = inspection.view.problems.first else { return }
        complain(
            .badData, what: Phrase(zh: "\(file)：\(first.zh)", en: "\(file): \(first.en)"),
            advice: Phrase(zh: "请让对方再写一份。", en: "Ask the sender for it again."))
    }
}
