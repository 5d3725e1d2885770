import Testing

@testable import Reports

@Suite("texts compared")
struct ComparedTextTests {
    private static func likeness(_ one: String, _ other: String) -> Double {
        let (one, other) = (ComparedText(one), ComparedText(other))
        let likeness = one.likeness(to: other)
        #expect(likeness == other.likeness(to: one) && likeness <= one.outline.likenessMax(to: other.outline))
        return likeness
    }

    @Test("Dice's coefficient over pairs of neighbouring characters, as reckoned by hand")
    func coefficient() {
        #expect(Self.likeness("night", "nacht") == 0.25)
        // 立冬 冬饺 饺子 子宴 against 立冬 冬饺 饺子.
        #expect(Self.likeness("立冬饺子宴", "立冬饺子") == 6.0 / 7)
        // A pair counts as often as both have it.
        #expect(Self.likeness("哈哈哈哈", "哈哈") == 0.5)
        #expect(Self.likeness("王芳", "王方") == 0)
        #expect(Self.likeness("水", "水") == 1)
        #expect(Self.likeness("", "") == 0 && Self.likeness("！？", "！？") == 0)
    }

    @Test("punctuation, spaces, case and width do not count", arguments: ["ＡＢＣ 暖心·驿站", "abc《暖心驿站》", "Abc暖心 驿站！"])
    func plain(text: String) {
        #expect(ComparedText(text).plain == "abc暖心驿站")
        #expect(Self.likeness(text, "abc暖心驿站") == 1)
    }

    @Test("numbers are told apart, and a text of any length is taken")
    func limits() {
        #expect(ComparedText("第３场，12月8日").numbers == ["3", "12", "8"])
        let long = ComparedText(String(repeating: "长", count: 100_000))
        #expect(long.plain.count <= ComparedText.charactersMax && long.likeness(to: long) == 1)
    }
}
