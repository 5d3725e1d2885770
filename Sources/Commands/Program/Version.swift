/// What `yilu --version` answers.
enum Version {
    static let text = "yilu 0.1.0"
}
