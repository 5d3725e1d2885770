import Exchange
import Testing

@Suite("When to call again")
struct SyncRhythmTests {
    @Test("intervals are read with their unit, and nothing else is")
    func reading() {
        #expect(SyncRhythm("15m")?.everySeconds == 900)
        #expect(SyncRhythm("90s")?.everySeconds == 90)
        #expect(SyncRhythm("2h")?.everySeconds == 7_200)
        for text in ["", "m", "15", "-5m", "+5m", "1.5h", "4s", "8d", "99999999d", "15 m", "0s", "١٥m"] {
            #expect(SyncRhythm(text) == nil, "\(text)")
        }
    }

    @Test("failures are retried soon, then later, never later than the interval, each with a fifth of chance")
    func waiting() throws {
        let rhythm = try #require(SyncRhythm("15m"))
        #expect(rhythm.waitSeconds(failures: 0, chance: 0.5) == 900)
        #expect(rhythm.waitSeconds(failures: 1, chance: 0.5) == 20)
        #expect(rhythm.waitSeconds(failures: 3, chance: 0.5) == 80)
        #expect(rhythm.waitSeconds(failures: 100, chance: 0.5) == 900)
        #expect(rhythm.waitSeconds(failures: 0, chance: 0) == 720)
        #expect(rhythm.waitSeconds(failures: 0, chance: 1) == 1_080)
        let short = try #require(SyncRhythm("5s"))
        #expect(short.waitSeconds(failures: 1, chance: 0.5) == 5)
    }
}
