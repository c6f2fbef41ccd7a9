import Ranking
import Testing

@testable import ArenaFormats

@Suite("Languages") struct LanguageTests {
    @Test(
        "names and codes become canonical codes",
        arguments: [
            ("English", "en"), ("Portuguese", "pt"), ("Chinese", "zh"), ("KOREAN", "ko"), (" German ", "de"),
            ("en", "en"),
            ("EN", "en"), ("pt-BR", "pt"), ("pt_BR", "pt"), ("eng", "en"), ("Portuguese (Brazil)", "pt"),
            ("zh-Hant", "zh-Hant"), ("zh-TW", "zh-Hant"), ("zh-CN", "zh"), ("Chinese (Traditional)", "zh-Hant"),
            ("ChineseT", "zh-Hant"), ("Hebrew", "he"), ("iw", "he"), ("Norwegian", "no"), ("nb", "no"),
            ("Filipino", "tl"),
            ("Persian", "fa"), ("Ukrainian", "uk"), ("SCOTS_GAELIC", "gd"), ("Western Frisian", "fy"),
            ("Cebuano", "ceb"),
            ("Russian", "ru"), ("Latin", "la"), ("Vietnamese", "vi"), ("Dothraki of old", "Dothraki of old"),
            ("q1", "q1"),
        ]
    )
    func codes(name: String, code: String) {
        #expect(Language.code(ofName: name) == code)
    }

    @Test("what says that it is not known is no language", arguments: ["", " ", "unknown", "Unknown", "un", "und"])
    func unknown(name: String) {
        #expect(Language.code(ofName: name) == nil)
    }

    @Test("codes have names, which lead back to them")
    func names() {
        for code in ["en", "pt", "zh", "zh-Hant", "ko", "ja", "de", "he", "fa", "no", "uk"] {
            #expect(Language.code(ofName: Language.name(ofCode: code)) == code)
        }
        #expect(Language.name(ofCode: "ko") == "Korean" && Language.name(ofCode: "x y") == "x y")
    }

    @Test(
        "texts are recognised",
        arguments: [
            ("Explain quantum computing in simple terms", "en"), ("안녕하세요", "ko"), ("写一个快速排序", "zh"),
            ("寫一個快速排序的程式,請用繁體中文解釋", "zh-Hant"), ("日本の首都はどこですか", "ja"),
            ("Quelle est la capitale de la France ?", "fr"), ("Wie geht es dir heute?", "de"),
            ("Escreva um poema sobre o mar", "pt"), ("Bana bir fıkra anlat", "tr"),
        ]
    )
    func detection(text: String, code: String) {
        #expect(Language.detect(text) == code)
    }

    @Test("a text too short to tell, and one of control characters, has no language")
    func undetected() {
        #expect(
            Language.detect("hi") == nil && Language.detect("") == nil && Language.detect("\u{1}\u{fffe}2+2") == nil
        )
        #expect(Language.detect(String(repeating: "안녕하세요, 오늘은 날씨가 참 좋네요. ", count: 4000)) == "ko")
    }

    @Test(
        "a short text with a foreign word is known by its letters",
        arguments: [
            ("Docker怎么安装", "zh"), ("Python 설치법", "ko"), ("Rustとは何", "ja"), ("Установка Docker, где скачать ещё", "ru"),
            ("git คืออะไร", "th"), ("τι είναι SQL", "el"), ("C++", nil), ("ok", nil), ("12 + 3", nil), ("x日", nil),
            ("What does 日本 mean?", nil),
        ]
    )
    func letters(text: String, code: String?) {
        #expect(WrittenLanguage.of(text) == code)
        if let code { #expect(Language.detect(text) == code) }
    }

    @Test("detection looks at prose, and only where the record has no language")
    func records() {
        var battle = BattleRecord(
            modelA: "a",
            modelB: "b",
            outcome: .tie,
            prompt: [
                "이 코드를 설명해줘\n```\n"
                    + String(repeating: "# the quick brown fox jumps over the lazy dog and runs away\n", count: 9)
                    + "```"
            ]
        )
        #expect(BattleCategories.of(battle).language == "ko")
        battle.language = "Portuguese"
        #expect(BattleCategories.of(battle).language == "pt")
        battle.language = "unknown"
        #expect(BattleCategories.of(battle).language == nil)
        battle.language = nil
        battle.prompt = []
        #expect(BattleCategories.of(battle).language == nil)
    }
}
