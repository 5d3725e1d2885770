import Bundles
import Exchange
import Seeds
import Testing

@Suite("The messages of a session")
struct MessageTests {
    /// All messages that come of bytes handed over in pieces.
    private func decode(_ bytes: [UInt8], pieces: (Int) -> Int) throws(Refusal) -> [SessionMessage] {
        var decoder = MessageDecoder()
        var messages: [SessionMessage] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + max(1, pieces(start)))
            decoder.append(bytes[start..<end])
            while let message = try decoder.next() { messages.append(message) }
            start = end
        }
        #expect(decoder.bufferedBytes == 0)
        return messages
    }

    @Test("come out as they went in, whole, byte by byte, and in any pieces")
    func dripFed() throws {
        let bytes = Words.all.flatMap(\.encoded)
        #expect(try decode(bytes, pieces: { _ in bytes.count }) == Words.all)
        #expect(try decode(bytes, pieces: { _ in 1 }) == Words.all)
        for seed in 0..<50 {
            var random = SeededRandom(UInt64(seed))
            #expect(try decode(bytes, pieces: { _ in random.below(90) }) == Words.all)
        }
    }

    @Test("that are cut off give nothing, and no error")
    func cutOff() throws {
        for message in Words.all {
            for count in 0..<message.encoded.count {
                var decoder = MessageDecoder()
                decoder.append(message.encoded.prefix(count))
                #expect(try decoder.next() == nil)
            }
        }
    }

    @Test(
        "over the limit of their kind are refused as soon as the length is there",
        arguments: 1...7 as ClosedRange<UInt8>)
    func tooLarge(kind: UInt8) {
        var decoder = MessageDecoder()
        decoder.append([kind, 0xFF, 0xFF, 0xFF, 0xFF])
        let refusal = #expect(throws: Refusal.self) { try decoder.next() }
        #expect(refusal?.reason == .tooLarge)
        #expect(refusal?.isMisbehaviour == true)
    }

    @Test("of an unknown kind are refused below 128, and passed over from there on")
    func unknownKinds() throws {
        var decoder = MessageDecoder()
        decoder.append([0x80, 0, 0, 0, 3, 1, 2])
        #expect(try decoder.next() == nil)
        decoder.append([3] + SessionMessage.end.encoded)
        #expect(try decoder.next() == .end)
        decoder.append([8, 0, 0, 0, 0])
        #expect(throws: Refusal.self) { try decoder.next() }
        var other = MessageDecoder()
        other.append([0xFF, 0, 1, 0, 1])
        #expect(throws: Refusal.self) { try other.next() }
    }

    @Test("with any byte changed are refused or read as something else, and never trap")
    func flipped() {
        for message in Words.all {
            for offset in message.encoded.indices {
                for bit in 0..<8 {
                    var bytes = message.encoded
                    bytes[offset] ^= 1 << bit
                    var decoder = MessageDecoder()
                    decoder.append(bytes)
                    do throws(Refusal) { while try decoder.next() != nil {} } catch {
                        #expect([.malformed, .tooLarge, .updateNeeded].contains(error.reason))
                    }
                }
            }
        }
    }

    @Test("of random bytes never trap")
    func garbage() {
        for seed in 0..<300 {
            var random = SeededRandom(UInt64(seed))
            var decoder = MessageDecoder()
            decoder.append([UInt8(random.below(9)), 0, 0, 0, UInt8(random.below(256))] + random.bytes(300))
            do throws(Refusal) { while try decoder.next() != nil {} } catch { #expect(error.reach == .session) }
        }
    }

    @Test("a hello of versions that we do not speak says that an update is needed, whatever follows")
    func otherVersions() throws {
        for (lowest, highest) in [(2, 2), (2, 9), (0, 0)] as [(UInt8, UInt8)] {
            var decoder = MessageDecoder()
            let content = Array("YILU".utf8) + [lowest, highest, 0xFF, 0xFF]
            decoder.append([1, 0, 0, 0, UInt8(content.count)] + content)
            let refusal = #expect(throws: Refusal.self) { try decoder.next() }
            #expect(refusal?.reason == .updateNeeded)
            #expect(refusal?.isMisbehaviour == false)
        }
        let newer = Hello(versions: 1...9, program: "9.0", clock: 0, receipt: Words.receipt(1))
        var decoder = MessageDecoder()
        decoder.append(SessionMessage.hello(newer).encoded)
        #expect(try decoder.next() == .hello(newer))
    }

    @Test("a hello whose clock shows what no clock shows is refused", arguments: [Int64.min, -1, 1 << 48, .max])
    func impossibleClock(clock: Int64) throws {
        let good = SessionMessage.hello(Words.hello).encoded
        // Behind the head, magic and versions, and the program's version after its length.
        let start = SessionMessage.headBytes + 6 + 1 + Words.hello.program.utf8.count
        var bytes = good
        withUnsafeBytes(of: clock.bigEndian) { bytes.replaceSubrange(start..<start + 8, with: $0) }
        var decoder = MessageDecoder()
        decoder.append(bytes)
        #expect(throws: Refusal(.malformed)) { try decoder.next() }
        #expect(Hello(program: "0.1.0", clock: clock, receipt: Words.receipt(1)).clock >= 0)
    }

    @Test("a refusal's detail is one short line, whatever it is made of")
    func detail() {
        let refusal = Refusal(.badContent, detail: "a\nb\u{1B}[31m\u{202E}c" + String(repeating: "驿", count: 200))
        #expect(refusal.detail.hasPrefix("a b [31m c"))
        #expect(refusal.detail.utf8.count <= Refusal.detailBytesMax)
        #expect(refusal.detail.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
    }

    @Test("nothing new is said in less than 400 bytes a side at a station of three logs")
    func small() {
        let hello = Hello(program: "0.1.0", clock: 1_700_000_000_000, receipt: Words.receipt(1, logs: 3))
        #expect(SessionMessage.hello(hello).encoded.count + SessionMessage.end.encoded.count < 400)
    }
}
