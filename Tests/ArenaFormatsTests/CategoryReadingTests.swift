import Ranking
import Testing

@testable import ArenaFormats

@Suite("What records tell of categories") struct CategoryReadingTests {
    private func battle(_ members: String) throws -> BattleRecord {
        let reading = Reading(#"{"model_a":"A","model_b":"B","winner":"tie""# + members + "}\n")
        #expect(reading.failures == [] && reading.fatal == nil)
        return try #require(reading.battles.first)
    }

    private static let criteria = [
        "complexity", "creativity", "domain_knowledge", "problem_solving", "real_world", "specificity",
        "technical_accuracy",
    ]

    private func category(met: Int, following: String, math: Bool, writing: Bool) -> String {
        let criteria = Self.criteria.enumerated().map { "\"\($1)\":\($0 < met)" }.joined(separator: ",")
        return "{\"criteria_v0.1\":{\(criteria)},\"if_v0.1\":\(following),\"math_v0.1\":{\"math\":\(math)},"
            + "\"creative_writing_v0.1\":{\"creative_writing\":\(writing),\"score\":\"yes\"}}"
    }

    @Test("category_tag and is_code, as objects or strings of JSON")
    func categories() throws {
        let tag = category(met: 6, following: #"{"if":true,"score":4}"#, math: true, writing: true)
        let all = ["coding", "creative_writing", "hard_prompts", "instruction_following", "math"]
        for tag in [tag, "\"" + tag.replacing("\"", with: "\\\"") + "\""] {
            let battle = try battle(#","is_code":true,"category_tag":"# + tag)
            #expect(battle.tags == all && battle.told == [.coding, .math])
        }
        let none = category(met: 5, following: #"{"if":true,"score":3}"#, math: false, writing: false)
        let plain = try battle(#","is_code":false,"category_tag":"# + none)
        #expect(plain.tags == [] && plain.told == [.coding, .math])
        let untold = try battle("")
        #expect(untold.tags == nil && untold.told == [] && untold.turns == nil)
        #expect(try battle(#","is_code":null"#).tags == nil)
    }

    @Test(
        "instruction following: the flag, and a score of at least 4",
        arguments: [
            (#"{"if":true,"score":5}"#, true), (#"{"if":true,"score":4.0}"#, true), (#"{"if":true,"score":3}"#, false),
            (#"{"if":false,"score":5}"#, false), (#"{"if":true}"#, true), (#"{"score":4}"#, true),
            (#"{"score":null}"#, false), ("{}", false), ("null", false),
        ]
    )
    func following(value: String, holds: Bool) throws {
        let tags = try battle(#","category_tag":{"if_v0.1":"# + value + "}").tags
        #expect(tags == (holds ? [Category.instructionFollowing] : []))
    }

    @Test("turns, tokens, refusal, duplicates and the place in a session")
    func circumstances() throws {
        let told = try battle(
            #","conv_metadata":"{\"turns\":3,\"sum_user_tokens\":512.0}","turn":2,"is_refusal":true,"#
                + #""dedup_tag":"{\"high_freq\":true,\"sampled\":false}","evaluation_order":4,"evaluation_session_id":"s""#
        )
        #expect(told.turns == 3 && told.turn == 2 && told.userTokens == 512 && told.isRefusal == true)
        #expect(told.isSampled == false && told.evaluationOrder == 4 && told.session == "s" && told.tags == nil)
        #expect(try battle(#","turn":2"#).turns == 2)
        let message = #"{"role":"user","content":"q"}"#
        #expect(try battle(",\"conversation_a\":[\(message),\(message)]").turns == 2)
    }

    @Test("occupations and own tags")
    func ownTags() throws {
        let occupations = #","occupational_tags":{"Life, Physical & Social Science":true,"arts":false,"law_2":true}"#
        #expect(try battle(occupations).tags == ["occupation_law_2", "occupation_life_physical_social_science"])
        let long =
            #"{"model_a":"A","model_b":"B","winner":"tie","occupational_tags":{"\#(String(repeating: "k", count: 99))":true}}"#
        #expect(Reading(long).failures.first?.field == "occupational_tags")
        #expect(try battle(#","tags":[" b ","a","b"]"#).tags == ["a", "b"])
        #expect(try battle(#","tags":"[\"x|y\",\"a\"]","is_code":true"#).tags == ["a", "coding", "x|y"])
        #expect(try battle(#","tags":"two | one""#).tags == ["one", "two"])
        #expect(try battle(#","tags":[]"#).tags == [] && (try battle(#","tags":"""#).tags) == nil)
    }

    @Test(
        "a tag that is none is refused",
        arguments: [
            (#"["a",""]"#, "holds an empty tag"), (#""a||b""#, "holds an empty tag"),
            (#"["a\u0007"]"#, #"holds the tag "a\u{7}", which has a control character"#),
            ("[\"" + String(repeating: "é", count: 51) + "\"]", "of 102 bytes, more than 100"),
            (#""[1]""#, #""[1]" is not a JSON list of texts, or names with | between them"#),
            ("5", "is the number 5, not a list of texts"),
        ]
    )
    func brokenTags(value: String, problem: String) {
        let reading = Reading("\n" + #"{"model_a":"A","model_b":"B","winner":"tie","tags":"# + value + "}\n")
        let failure = reading.failures.first
        #expect(failure?.code == .badValue && failure?.field == "tags" && failure?.line == 2)
        #expect(failure?.problem.contains(problem) == true, "\(String(describing: failure))")
    }

    @Test("CSV has tags and circumstances in columns")
    func columns() throws {
        let reading = Reading(
            """
            model_a,model_b,winner,is_code,tags,turn,anony,is_refusal,evaluation_order,evaluation_session_id
            a,b,tie,True,"[""x"", ""y|z""]",2.0,1,false,1,s
            a,b,tie,,b|a,,,,,
            a,b,tie,0,,,,,,
            a,b,tie,,,,,,,
            a,b,tie,maybe,,,,,,
            a,b,tie,,[1],,,,,
            a,b,tie,,,1.5,,,,
            a,b,tie,,a|,,,,,

            """
        )
        #expect(reading.battles.map(\.tags) == [["coding", "x", "y|z"], ["a", "b"], [], nil])
        #expect(reading.failures.map(\.field) == ["is_code", "tags", "turn", "tags"])
        #expect(reading.failures.map(\.line) == [6, 7, 8, 9] && reading.ignoredColumns == [])
        let first = try #require(reading.battles.first)
        #expect(first.turns == 2 && first.anonymous == true && first.isRefusal == false)
        #expect(first.evaluationOrder == 1 && first.session == "s")
    }

    @Test("what is told of categories is written and read again")
    func written() {
        let text = """
            {"model_a":"A","model_b":"B","winner":"tie","is_code":true,"category_tag":{"math_v0.1":{"math":true}},"tags":["x"]}
            {"model_a":"A","model_b":"B","winner":"tie","is_code":false,"category_tag":{"math_v0.1":{"math":false}}}
            {"model_a":"A","model_b":"B","winner":"tie","tags":["math"]}
            {"model_a":"A","model_b":"B","winner":"tie","tags":[]}

            """
        let battles = Reading(text).battles
        #expect(battles.map(\.told) == [[.coding, .math], [.coding, .math], [], []])
        var lines: [UInt8] = []
        for battle in battles { JSONLinesBattleWriter().write(battle, into: &lines) }
        #expect(Reading(lines).battles == battles)
    }
}
