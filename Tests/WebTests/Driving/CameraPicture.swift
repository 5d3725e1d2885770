import Foundation
import Testing

@testable import CommandsTests

/// A JPEG as a phone's camera writes it that was held upright: the sensor's picture lies on its side, and EXIF says so,
/// beside who made it.
///
/// Source: Exif 2.32, sections 4.5 and 4.6.
enum CameraPicture {
    static let maker = "YiluSecretCamera"

    /// 2400 by 1200 as the sensor saw it; seen upright 1200 by 2400, red above and blue below.
    static func make(in browser: Browser) async throws -> [UInt8] {
        let made = try await browser.command(
            "/execute/async",
            [
                "script": """
                const done = arguments[0];
                const canvas = document.createElement('canvas');
                canvas.width = 2400; canvas.height = 1200;
                const pen = canvas.getContext('2d');
                pen.fillStyle = 'rgb(255, 0, 0)'; pen.fillRect(0, 0, 1200, 1200);
                pen.fillStyle = 'rgb(0, 0, 255)'; pen.fillRect(1200, 0, 1200, 1200);
                done(canvas.toDataURL('image/jpeg', 0.9).split(',')[1]);
                """, "args": [Any](),
            ])
        let plain = try #require(Data(base64Encoded: made.text ?? ""))
        return Array(plain.prefix(2)) + exif + Array(plain.dropFirst(2))
    }

    /// The segment after the first two bytes.
    private static var exif: [UInt8] {
        func little16(_ number: Int) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }
        func little32(_ number: Int) -> [UInt8] { little16(number & 0xFFFF) + little16(number >> 16) }
        let name = Array((maker + "\0").utf8)
        let entries = 2
        let nameOffset = 8 + 2 + entries * 12 + 4
        var tiff: [UInt8] = Array("II".utf8) + little16(42) + little32(8) + little16(entries)
        // Make, an ASCII text; Orientation, a short: 6, "the first row is the right-hand side".
        tiff += little16(0x010F) + little16(2) + little32(name.count) + little32(nameOffset)
        tiff += little16(0x0112) + little16(3) + little32(1) + little16(6) + little16(0)
        tiff += little32(0) + name
        let content = Array("Exif\0\0".utf8) + tiff
        let length = content.count + 2
        return [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + content
    }

    /// What a browser sees in a picture: its size, and the colour near its top and its bottom.
    static func seen(_ path: String, in browser: Browser) async throws -> JSON {
        try await browser.command(
            "/execute/async",
            [
                "script": """
                const done = arguments[1];
                (async () => {
                  const bytes = await (await fetch(arguments[0])).arrayBuffer();
                  const picture = await createImageBitmap(new Blob([bytes]), {imageOrientation: 'none'});
                  const canvas = document.createElement('canvas');
                  canvas.width = picture.width; canvas.height = picture.height;
                  const pen = canvas.getContext('2d');
                  pen.drawImage(picture, 0, 0);
                  const colour = (x, y) => [...pen.getImageData(x, y, 1, 1).data.slice(0, 3)]
                    .map((part) => part > 128 ? 1 : 0).join('');
                  done({width: picture.width, height: picture.height,
                    top: colour(picture.width / 2, 20), bottom: colour(picture.width / 2, picture.height - 20)});
                })();
                """, "args": [path],
            ])
    }
}
