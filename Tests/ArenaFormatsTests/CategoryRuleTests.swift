import Ranking
import Testing

@testable import ArenaFormats

@Suite("Categories by rules") struct CategoryRuleTests {
    private func battle(_ prompt: String...) -> BattleRecord {
        BattleRecord(modelA: "a", modelB: "b", outcome: .tie, prompt: prompt)
    }

    @Test(
        "code is seen",
        arguments: [
            "Write a python function to reverse a linked list", "How do I center a div in CSS?",
            "What does this do?\n```\nfoo\n```", "SELECT * FROM users WHERE id = 1; why is it slow",
            "Fix it:\nTraceback (most recent call last):\n  File \"a.py\", line 1",
            "TypeError: undefined is not a function",
            "$ sudo apt-get install nginx\nE: Unable to locate package", "git push origin main\nrejected, why?",
            "for (int i = 0; i < n; i++) {\n  sum += a[i];\n}", "Explain the borrow checker in Rust",
            "Implement quicksort", "Can you write a C++ class for matrices?",
            "Exception in thread \"main\" java.lang.NullPointerException\n at Main.main(Main.java:5)",
            "write a program in c that prints stars", "파이썬으로 피보나치 수열을 출력하는 코드를 작성해줘", "자바스크립트에서 배열을 정렬하려면?",
            "이 함수의 코드를 설명해줘", "Java로 이진 탐색 트리를 구현해줘", "用Python写一段爬虫代码",
        ]
    )
    func code(prompt: String) {
        let tags = BattleCategories.of(battle(prompt)).tags
        #expect(tags.contains(Category.coding), "\(tags)")
    }

    @Test("own tags do not take the names of parts that no tag makes")
    func reserved() {
        var battle = battle("Tell me a story")
        battle.tags = ["overall", "deduplicated", "excluding_refusals", "excluding_ties", "fun"]
        let tags = Set(BattleCategories.of(battle).tags)
        #expect(tags.isSuperset(of: ["overall (tag)", "deduplicated (tag)", "fun"]))
        #expect(tags.isDisjoint(with: ["overall", "deduplicated", "excluding_refusals", "excluding_ties"]))
    }

    @Test(
        "other prompts are not code",
        arguments: [
            "What do pythons eat?", "Tell me about the island of Java", "Plan a birthday bash for my 5 year old",
            "Write a swift reply to an angry customer", "Explain quantum computing in simple terms",
            "Select a gift from the list: a book, a pen; why?", "Write a poem about rust and autumn.",
            "What is the dress code for a wedding?", "How do I get rid of rust?", "Which yoga class suits me?",
            "Let me think: what would you do?", "From: Ann; To: Bob - write the mail", "결혼식 드레스 코드가 뭐야?",
            "김치찌개 끓이는 방법 알려줘", "서울에서 부산까지 가는 방법", "2 + 2 = ?", "Summarize: class struggle in Marx's works",
        ]
    )
    func notCode(prompt: String) {
        let tags = BattleCategories.of(battle(prompt)).tags
        #expect(!tags.contains(Category.coding), "\(tags)")
    }

    @Test(
        "mathematics is seen",
        arguments: [
            "What is 2+2?", "Solve x^2 - 5x + 6 = 0", "Evaluate \\int_0^1 x\\,dx", "Let $a_n = 2^n$. Find its limit.",
            "Prove that there are infinitely many prime numbers.", "What is 15% of 80?", "12 × 7 is how much",
            "A train travels 60 miles in 2 hours. What is its average speed?", "Find the derivative of sin x",
            "Prove that the sum of two odd integers is even", "What is the probability of two heads in 3 throws?",
            "If I have 3 apples and eat 1, how many are left?", "Is √2 a fraction?", "17 times 23",
            "x의 방정식 2x + 3 = 7을 풀어줘", "cos x를 적분해줘", "사과 3개와 배 5개를 더하면 몇 개야?", "√2가 무리수임을 증명해줘",
        ]
    )
    func math(prompt: String) {
        let tags = BattleCategories.of(battle(prompt)).tags
        #expect(tags.contains(Category.math), "\(tags)")
    }

    @Test(
        "other prompts are not mathematics",
        arguments: [
            "What happened on 2023-04-24?", "Call 555-1234", "Open 24/7, 9-17 o'clock", "I have 5+ years of experience",
            "He is an integral part of our team", "Prove you are not a robot", "Write a story about a wizard",
            "C++ or Java?", "I paid $5 and $7 for lunch", "Who won the World Cup in 1998?", "Give me 10 ideas",
            "Vitamin C + D: any risk?", "**1 rule** of style", "let x = 5;\nlet y = x + 2;", "오늘 날씨 어때?",
            "3박 4일 제주도 여행 계획을 짜줘", "1999년에 무슨 일이 있었어?", "Is the temperature=0 setting good?",
        ]
    )
    func notMath(prompt: String) {
        let tags = BattleCategories.of(battle(prompt)).tags
        #expect(!tags.contains(Category.math), "\(tags)")
    }

    @Test("what the record tells is not judged again")
    func told() throws {
        let reading = Reading(
            #"{"model_a":"A","model_b":"B","winner":"tie","is_code":false,"category_tag":{"math_v0.1":{"math":false}},"#
                + #""conversation_a":[{"role":"user","content":"Solve x^2 = 4 in Python code"}],"language":"Korean"}"#
                + "\n"
        )
        let battle = try #require(reading.battles.first)
        let (tags, language) = BattleCategories.of(battle)
        #expect(tags == ["rounds_1"] && language == "ko")
        var other = self.battle("Hello there, how are you doing today?")
        other.tags = ["own", Category.coding]
        #expect(BattleCategories.of(other).tags == ["coding", "own", "rounds_1"])
    }

    @Test("longer queries: the publisher's tokens, else an estimate")
    func length() {
        let isLonger = { (battle: BattleRecord) in BattleCategories.of(battle).tags.contains(Category.longerQuery) }
        let words = Array(repeating: "sun", count: 375).joined(separator: " ")
        #expect(isLonger(battle(words)) && !isLonger(battle(String(words.dropLast(4)))))
        #expect(isLonger(battle(words.prefix(800) + "", words.suffix(800) + "")))
        #expect(isLonger(battle(String(repeating: "해", count: 500))))
        #expect(!isLonger(battle(String(repeating: "해", count: 499))))
        #expect(isLonger(battle(String(repeating: "x", count: 2000))))
        var told = battle(words)
        told.userTokens = 499
        #expect(!isLonger(told))
        told.userTokens = 500
        told.prompt = []
        #expect(isLonger(told))
    }

    @Test("rounds, refusals and duplicates")
    func circumstances() {
        var battle = BattleRecord(modelA: "a", modelB: "b", outcome: .tie)
        #expect(BattleCategories.of(battle).tags == [])
        for (turns, tags) in [(0, []), (1, ["rounds_1"]), (2, ["multi_turn", "rounds_2"])] as [(Int, [String])] {
            battle.turns = turns
            #expect(BattleCategories.of(battle).tags == tags)
        }
        battle.turns = 7
        battle.isRefusal = true
        battle.isSampled = false
        #expect(BattleCategories.of(battle).tags == ["duplicate", "multi_turn", "refusal", "rounds_3_or_more"])
        battle.isRefusal = false
        battle.isSampled = true
        #expect(BattleCategories.of(battle).tags == ["multi_turn", "rounds_3_or_more"])
    }

    @Test("a prompt of 100 KB is judged by its beginning and its end")
    func long() {
        let filler = String(repeating: "The sun was low and the long road lay still. ", count: 2300)
        #expect(filler.utf8.count > 100_000)
        let (tags, language) = BattleCategories.of(battle(filler))
        #expect(tags == ["longer_query", "rounds_1"] && language == "en")
        #expect(BattleCategories.of(battle(filler + "\n```\nfoo\n```")).tags.contains(Category.coding))
        #expect(BattleCategories.of(battle("```\nfoo\n```\n" + filler)).tags.contains(Category.coding))
        #expect(PromptText([filler]).bytes.count == (16 << 10) + 1)
    }
}
