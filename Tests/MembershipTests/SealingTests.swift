import Testing

@testable import Membership

@Suite("Sealing")
struct SealingTests {
    @Test("a wrapped key opens for its receiver with its info, and for nobody else")
    func wraps() throws {
        let key = BundleKey.generate()
        let receiver = DeviceKeys.generate()
        let wrapped = try key.wrapped(to: receiver.sealingPublicKey, info: [1, 2])
        #expect(wrapped.encoded.count == WrappedKey.encodedBytes)
        #expect(try WrappedKey(encoded: wrapped.encoded).unwrapped(with: receiver, info: [1, 2]) == key)
        #expect(
            try wrapped.unwrapped(withSealingPrivateKey: receiver.sealingPrivateKey, info: [1, 2]) == key)
        #expect(throws: MembershipError.bundleKeyNotForThisDevice) {
            try wrapped.unwrapped(withSealingPrivateKey: [1], info: [1, 2])
        }
        #expect(throws: MembershipError.bundleKeyNotForThisDevice) {
            try wrapped.unwrapped(with: .generate(), info: [1, 2])
        }
        #expect(throws: MembershipError.bundleKeyNotForThisDevice) { try wrapped.unwrapped(with: receiver, info: [1]) }
        forEachFlip(of: wrapped.encoded, mask: 0x80) { flipped, offset in
            #expect(throws: MembershipError.bundleKeyNotForThisDevice, "byte \(offset)") {
                try WrappedKey(encoded: flipped).unwrapped(with: receiver, info: [1, 2])
            }
        }
    }

    /// Two that are too short, and of small order 0, 1 and p - 1.
    private static let useless: [[UInt8]] = [
        [], .init(repeating: 0, count: 31), .init(repeating: 0, count: 32), [1] + .init(repeating: 0, count: 31),
        [0xEC] + .init(repeating: 0xFF, count: 30) + [0x7F],
    ]

    @Test(
        "nothing is sealed to what is no key, or to one that makes the same secret with every other",
        arguments: useless)
    func noKey(key: [UInt8]) {
        #expect(!SealingPublicKey.isSafe(key))
        #expect(throws: MembershipError.sealingKeyUseless) { try BundleKey.generate().wrapped(to: key, info: []) }
        #expect(SealingPublicKey.isSafe(DeviceKeys.generate().sealingPublicKey))
    }

    @Test("a frame opens with its key, header, index and flag, and with no other", arguments: [0, 1, 1000])
    func frames(count: Int) throws {
        let key = BundleKey.generate()
        let frame = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let opener = FrameOpener(key: key, signedHeader: [1])
        let sealed = try FrameSealer(key: key, signedHeader: [1]).seal(frame, index: 3, isLast: false)
        #expect(sealed.count == count + FrameSealer.overheadBytes)
        #expect(try opener.open(sealed, index: 3, isLast: false) == frame)

        #expect(throws: MembershipError.frameDoesNotOpen(index: 4)) {
            try opener.open(sealed, index: 4, isLast: false)
        }
        let refused = MembershipError.frameDoesNotOpen(index: 3)
        #expect(throws: refused) { try opener.open(sealed, index: 3, isLast: true) }
        #expect(throws: refused) { try opener.open(Array(sealed.dropLast()), index: 3, isLast: false) }
        #expect(throws: refused) { try opener.open([], index: 3, isLast: false) }
        #expect(throws: refused) {
            try FrameOpener(key: key, signedHeader: [2]).open(sealed, index: 3, isLast: false)
        }
        #expect(throws: refused) {
            try FrameOpener(key: .generate(), signedHeader: [1]).open(sealed, index: 3, isLast: false)
        }
        forEachFlip(of: sealed, mask: 0x10) { flipped, offset in
            #expect(throws: refused, "byte \(offset)") { try opener.open(flipped, index: 3, isLast: false) }
        }
    }
}
