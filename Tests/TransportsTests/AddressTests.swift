import Testing

@testable import Transports

@Suite("Where somebody listens")
struct AddressTests {
    @Test(
        "is a name or an address, with a port or without",
        arguments: [
            ("host", "host:8409"), ("host.example:80", "host.example:80"), ("10.1.2.3", "10.1.2.3:8409"),
            ("0.0.0.0:0", "0.0.0.0:0"), ("::1", "[::1]:8409"), ("::", "[::]:8409"), ("[::1]:80", "[::1]:80"),
            ("[fe80::1%eth0]:80", "[fe80::1%eth0]:80"), ("主机:80", "主机:80"),
        ])
    func address(_ text: String, _ description: String) {
        #expect(LineAddress(text)?.description == description)
    }

    @Test(
        "is no link, no list, and nothing with a port that cannot be",
        arguments: [
            "", " ", "host ", "bad host", ":", ":80", "host:", "host:x", "host:-1", "1.2.3.4:99999", ":::", "1:2:3",
            "http://host", "http://10.1.2.3:8409", "host/path", "host:80/", "[::1", "[]:80", "[::1]80", "[:::]:80",
            "10.1.2.3:80,10.1.2.4:80", String(repeating: "h", count: 301),
        ])
    func noAddress(_ text: String) {
        #expect(LineAddress(text) == nil)
    }
}
