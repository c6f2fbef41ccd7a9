import Ranking
import Testing

@testable import ArenaFormats

@Suite("Cleaning") struct CleaningTests {
    private func battle(_ change: (inout BattleRecord) -> Void = { _ in }) -> BattleRecord {
        var battle = BattleRecord(modelA: "a", modelB: "b", outcome: .tie, responseA: ["one"], responseB: ["two"])
        change(&battle)
        return battle
    }

    private func admitted(_ rules: CleaningRules, _ battles: [BattleRecord]) -> (admitted: [Bool], rules: CleaningRules)
    {
        var rules = rules
        var admitted: [Bool] = []
        for battle in battles { admitted.append(rules.admits(battle)) }
        return (admitted, rules)
    }

    private func rules(_ change: (inout CleaningRules) -> Void) -> CleaningRules {
        var rules = CleaningRules()
        change(&rules)
        return rules
    }

    @Test("without rules every battle is admitted")
    func none() {
        let battles = [
            battle { $0.anonymous = false }, battle { $0.isSampled = false }, battle { $0.evaluationOrder = 2 },
            battle { $0.isRefusal = true }, battle { $0.responseA = [""] }, battle { $0.responseA = ["I am ChatGPT"] },
            battle { $0.responseB = ["x", "**API REQUEST ERROR** Reason: unknown."] },
            battle { $0.responseB = ["Once upon a ▌\n"] },
        ]
        let (admitted, after) = admitted(CleaningRules(), battles)
        #expect(admitted.allSatisfy { $0 } && after.admittedCount == 8 && after.summary == "")
        let (strict, left) = self.admitted(.all, battles)
        #expect(strict.allSatisfy { !$0 } && left.admittedCount == 0)
        #expect(left.leftOut.values.allSatisfy { $0 == 1 } && left.leftOut.count == 8)
    }

    @Test("errors in place of answers, and answers cut off")
    func errors() {
        let answers: [(String, CleaningRules.Reason?)] = [
            ("**NETWORK ERROR DUE TO HIGH TRAFFIC. PLEASE REGENERATE OR REFRESH THIS PAGE.**", .error),
            ("$MODERATION$ YOUR INPUT VIOLATES OUR CONTENT MODERATION GUIDELINES.", .error),
            ("API REQUEST ERROR. Please increase the number of max tokens.", .error), ("and then ▌", .unfinished),
            ("The cursor ▌ blinks.", nil), ("An error of the network", nil), ("", nil),
        ]
        for (answer, reason) in answers {
            let (_, after) = admitted(rules { $0.isWithoutErrors = true }, [battle { $0.responseB = [answer] }])
            #expect(after.leftOut == (reason.map { [$0: 1] } ?? [:]), "\(answer)")
        }
    }

    @Test("hidden names, duplicates and refusals: only what is told counts")
    func flags() {
        for (keyPath, reason, leavesOut, rules) in [
            (\BattleRecord.anonymous, CleaningRules.Reason.named, false, rules { $0.isAnonymousOnly = true }),
            (\.isSampled, .duplicate, false, rules { $0.isDeduplicated = true }),
            (\.isRefusal, .refusal, true, rules { $0.isWithoutRefusals = true }),
        ] {
            let battles = [true, false, nil].map { value in battle { $0[keyPath: keyPath] = value } }
            let (admitted, after) = admitted(rules, battles)
            #expect(admitted == [!leavesOut, leavesOut, true] && after.leftOut == [reason: 1])
        }
    }

    @Test("the first battle of a session: by its place, else by the file's order")
    func sessions() {
        let places: [(String?, Int?)] = [("s", 2), ("s", 1), ("t", nil), ("t", nil), ("u", nil), (nil, nil), (nil, 3)]
        let battles = places.map { session, place in
            battle { ($0.session, $0.evaluationOrder) = (session, place) }
        }
        let (admitted, after) = admitted(rules { $0.isFirstOfSessionOnly = true }, battles)
        #expect(admitted == [false, true, true, false, true, true, false])
        #expect(after.leftOut == [.laterInSession: 3] && after.summary == "3 later in their session")
    }

    @Test("empty answers: blank, or missing on one side")
    func emptyAnswers() {
        let answers: [([String]?, [String]?)] = [
            (["x"], ["y"]), (["x"], nil), (nil, ["y"]), (nil, nil), (["x", " \n"], ["y"]), (["x"], [""]), ([], ["y"]),
        ]
        let battles = answers.map { a, b in battle { ($0.responseA, $0.responseB) = (a, b) } }
        let (admitted, _) = admitted(rules { $0.isWithoutEmptyAnswers = true }, battles)
        #expect(admitted == [true, false, false, true, false, false, false])
    }

    @Test("identity words stand in answers, in any case, also inside words, and not in prompts")
    func identity() {
        let battles = [
            battle { $0.responseB = ["fine", "I am ChatGPT, made by…"] }, battle { $0.responseA = ["I'm LLaMA2"] },
            battle { $0.prompt = ["Are you ChatGPT?"] }, battle { $0.responseA = ["a lama, coherent and bombarded"] },
            battle { $0.responseA = ["…OPENAI"] }, battle { ($0.responseA, $0.responseB) = (nil, nil) },
        ]
        let (admitted, after) = admitted(rules { $0.identityWords = .known }, battles)
        #expect(admitted == [false, false, true, true, false, true] && after.leftOut == [.identity: 3])
        let own = IdentityWords(["Foo bar", ""])
        #expect(own.occur(in: "xFOO BARx") && !own.occur(in: "foo  bar") && !own.occur(in: "foo ba") && !own.isEmpty)
        #expect(IdentityWords([]).isEmpty && IdentityWords([""]).isEmpty)
    }

    @Test("the limit for a judge counts what the other rules admit")
    func judges() {
        let battles = [
            battle { ($0.judge, $0.isRefusal) = ("j", true) }, battle { $0.judge = "j" }, battle { $0.judge = "k" },
            battle { $0.judge = "j" }, battle { $0.judge = "j" }, battle(), battle(), battle(),
        ]
        let limited = rules { ($0.battlesPerJudge, $0.isWithoutRefusals) = (2, true) }
        let (admitted, after) = admitted(limited, battles)
        #expect(admitted == [false, true, true, true, false, true, true, true])
        #expect(after.summary == "1 with a refusal, 1 above the limit of their judge" && after.admittedCount == 6)
    }
}
