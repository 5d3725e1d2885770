import Device

/// What `yilu --version` answers.
enum Version {
    static let text = "yilu \(Device.programVersion)"
}
