import HTTPTypes
import Hummingbird

/// The style and the script: both are in the program, nothing is loaded from elsewhere.
extension WebFace {
    func addLook(to router: Router<Visit>) {
        let files: [(String, String, [UInt8])] = [
            ("page.css", "text/css; charset=utf-8", PackageResources.page_css),
            ("page.js", "text/javascript; charset=utf-8", PackageResources.page_js),
            ("icon.svg", "image/svg+xml", PackageResources.icon_svg),
        ]
        for (name, type, bytes) in files {
            router.get("/look/\(name)") { _, _ in
                Response(
                    status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"],
                    body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
            }
        }
    }
}
