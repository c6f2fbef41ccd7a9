import Foundation
import Ranking
import Testing

@testable import ArenaFormats

@Suite("JSON")
struct JSONReadingTests {
    private static let full = """
        {"question_id": "q7", "model_a": "A 1", "model_b": "B", "winner": "tie (bothbad)", "judge": "arena_user_3",
        "conversation_a": [{"role": "system", "content": "S"}, {"role": "user", "content": "u1"},
        {"role": "assistant", "content": ""}, {"role": "user", "content": "u2"}, {"role": "tool", "content": "t"},
        {"role": "assistant", "content": "a2"}], "conversation_b": [{"role": "user", "content": "u1"},
        {"role": "assistant", "content": "b1\\n\\ud83d\\ude00", "num_tokens": 4}], "turn": 2, "anony": true,
        "language": "English", "tstamp": 1682351591.1322, "openai_moderation": {"flagged": false}}
        """.replacing("\n", with: "")

    @Test("Every field of the 33k record is read")
    func fullRecord() {
        let expected = BattleRecord(
            id: "q7",
            modelA: "A 1",
            modelB: "B",
            outcome: .bothBad,
            judge: "arena_user_3",
            language: "English",
            time: Date(timeIntervalSince1970: 1_682_351_591.1322),
            prompt: ["u1", "u2"],
            system: "S",
            responseA: ["", "a2"],
            responseB: ["b1\n😀"],
            turn: 2,
            anonymous: true
        )
        var asked = expected
        asked.askedB = Asked(prompt: ["u1"])
        #expect(Reading(Self.full).results == [.success(asked)] && asked.sharedPrompt == ["u1", "u2"])
    }

    @Test("Answers to different questions are a battle, each with its own")
    func differentQuestions() {
        let text = Self.full.replacing(
            #"[{"role": "user", "content": "u1"},"#,
            with: #"[{"role": "user", "content": "v1"},"#
        )
        let battle = Reading(text).battles.first
        #expect(battle?.outcome == .bothBad && battle?.id == "q7")
        let same = Reading(Self.full).battles.first
        #expect(battle?.prompt == ["u1", "u2"] && battle?.askedB?.prompt == ["v1"] && battle?.sharedPrompt == nil)
        #expect(
            same?.sharedPrompt == ["u1", "u2"] && battle?.responseA == same?.responseA
                && battle?.responseB == same?.responseB
        )
    }

    @Test("A table's prompt and responses are the turns, where there are no conversations")
    func tableOfTexts() throws {
        let line = #"{"model_a":"A","model_b":"B","winner":"tie","prompt":"q","response_a":"one","response_b":"two"}"#
        let battle = try #require(Reading(line).battles.first)
        #expect(battle.prompt == ["q"] && battle.responseA == ["one"] && battle.responseB == ["two"])
        let half = try #require(Reading(line.replacing(#""two""#, with: "null")).battles.first)
        #expect(half.prompt == ["q"] && half.responseA == ["one"] && half.responseB == nil)
        let list = try #require(Reading(line.replacing(#""q""#, with: #"["q"]"#)).battles.first)
        #expect(list.prompt == ["q"] && list.responseA == ["one"])
        let other = try #require(Reading(line.replacing(#""q""#, with: #"[{"role":"user"}]"#)).battles.first)
        #expect(other.prompt == [] && other.responseA == ["one"])
    }

    @Test("An array is read element by element, with the line each starts on")
    func array() {
        let a = #"{"model_a": "a]},{[\"", "model_b": "b",\#r\#n "winner": "tie", "x": [[1, 2], {"y": [3]}]}"#
        let b = #"{"model_a": "c", "model_b": "d", "winner": "nobody"}"#
        let reading = Reading(" \n[\r\n\(a),\r\n\r\n\(b) ,\(a)\n,\n  7, \(b.replacing("nobody", with: "model_a"))]\n\n")
        #expect(reading.fatal == nil)
        #expect(reading.results.count == 5)
        #expect(reading.battles.map(\.modelA) == ["a]},{[\"", "a]},{[\"", "c"])
        #expect(reading.battles.map(\.line) == [3, 6, 9])
        #expect(reading.battles.map(\.record) == [1, 3, 5])
        #expect(reading.failures.map(\.line) == [6, 9])
        #expect(reading.failures.map(\.code) == [.unknownOutcome, .brokenJSON])
        #expect(Reading("[]").results.isEmpty)
        #expect(Reading("[ ]\n").fatal == nil)
    }

    @Test(
        "An array that is cut short or followed by something ends the reading",
        arguments: [
            "[", "[\n", "[VALID", "[VALID,", "[VALID]x", "[VALID],VALID", "[VALID, {\"a\": [", "[VALID, \"",
            "[VALID, \"\\",
        ]
    )
    func brokenArrays(text: String) {
        let valid = #"{"model_a": "a", "model_b": "b", "winner": "tie"}"#
        for window in [1, 1000] {
            let reading = Reading(Array(text.replacing("VALID", with: valid).utf8), window: window)
            #expect(reading.fatal?.code == .brokenJSON)
        }
    }

    @Test("Line ends of every kind, blank lines and a missing last line end are fine")
    func lineEnds() {
        let line = #"{"model_a": "a", "model_b": "b", "winner": "tie"}"#
        for end in ["\n", "\r\n", "\r"] {
            let reading = Reading([line, "", "  ", " " + line + " ", "{}", line].joined(separator: end))
            #expect(reading.battles.map(\.line) == [1, 4, 6])
            #expect(reading.failures.map(\.line) == [5])
        }
    }

    /// The members that replace or follow those of a valid record, and the error expected.
    private static let brokenMembers: [(members: String, code: String, field: String?)] = [
        (#""winner": "leftvote?""#, "unknownOutcome", "winner"),
        (#""winner": 1"#, "badValue", "winner"),
        (#""winner": null"#, "missingField", "winner"),
        (#""winner": """#, "missingField", "winner"),
        (#""model_a": null"#, "missingField", "model_a"),
        (#""model_a": ["a"]"#, "badValue", "model_a"),
        (#""model_b": true"#, "badValue", "model_b"),
        (#""model_b": """#, "missingField", "model_b"),
        (#""model_b": "a""#, "selfBattle", "model_b"),
        (#""model_b": "x\u0000y""#, "badValue", "model_b"),
        (#""judge": [5]"#, "badValue", "judge"),
        (#""judge": "\u0000""#, "badValue", "judge"),
        (#""language": {}"#, "badValue", "language"),
        (#""turn": "one""#, "badValue", "turn"),
        (#""turn": 1.5"#, "badValue", "turn"),
        (#""turn": true"#, "badValue", "turn"),
        (#""anony": 2"#, "badValue", "anony"),
        (#""anony": "yes""#, "badValue", "anony"),
        (#""tstamp": "soon""#, "badValue", "tstamp"),
        (#""tstamp": true"#, "badValue", "tstamp"),
        (#""tstamp": 600000000000"#, "badValue", "tstamp"),
        (#""question_id": 1.5"#, "badValue", "question_id"),
        (#""question_id": false"#, "badValue", "question_id"),
        (#""question_id": ["q"]"#, "badValue", "question_id"),
        (#""conversation_a": "[}""#, "badValue", "conversation_a"),
        (#""conversation_a": ["hi"]"#, "badValue", "conversation_a[0]"),
        (
            #""conversation_a": [{"role": "user", "content": "x"}, {"role": "assistant", "content": 1}]"#,
            "badValue", "conversation_a[1].content"
        ),
        (#""conversation_b": [{"role": "user"}]"#, "missingField", "conversation_b[0].content"),
        (#""conversation_b": [{"role": 1, "content": ""}]"#, "badValue", "conversation_b[0].role"),
        (#""conversation_b": [{"role": "user", "content": "\u0000"}]"#, "badValue", "conversation_b[0].content"),
        (#""conversation_b": [{"role": "user", "content": "%FF"}]"#, "invalidUTF8", "conversation_b[0].content"),
        (
            #""conversation_a": [{"role": "user", "content": "a,[{\""}, {"role": "user", "x": [1, 2], "content": "%FF"}]"#,
            "invalidUTF8", "conversation_a[1].content"
        ),
        (#""judge": "%C3""#, "invalidUTF8", "judge"),
        (#""judge": "\ud800""#, "brokenJSON", "judge"),
        (#""judge": "\ud800\u0041""#, "brokenJSON", "judge"),
        (#""judge": "ok \ud83d\ude00 \udc00""#, "brokenJSON", "judge"),
        (#""judge": "\ud83d\u0301""#, "brokenJSON", "judge"),
        (#""model_b": "\ud800""#, "brokenJSON", "model_b"),
        (#""question_id": "q\udfff""#, "brokenJSON", "question_id"),
        (#""judge": "%00""#, "brokenJSON", "judge"),
        (#""judge": "a%09b""#, "brokenJSON", nil),
        (#""judge": "\x""#, "brokenJSON", nil),
        (#""judge": 01"#, "brokenJSON", nil),
        (#""judge": Infinite"#, "brokenJSON", nil),
        (#""judge""#, "brokenJSON", nil),
        (#""judge": ["#, "brokenJSON", nil),
    ]

    @Test("A record that is no battle fails alone, with its place and field", arguments: brokenMembers)
    func brokenRecords(members: String, code: String, field: String?) {
        let valid = #"{"model_a": "a", "model_b": "b", "winner": "tie""#
        let text = "\(valid)}\n\n\(valid), \(members)}\n\(valid)}\n"
        let reading = Reading(bytes(text))
        #expect(reading.battles.map(\.line) == [1, 4])
        #expect(reading.failures.count == 1)
        #expect(reading.failures.first?.code.description == code)
        #expect(reading.failures.first?.line == 3)
        #expect(reading.failures.first?.field == field)
        #expect(reading.failures.first?.file == "f")
        #expect(reading.fatal == nil)
    }

    @Test(
        "Lines that are no object, or hold more than one, fail alone",
        arguments: ["[]", "x", "VALID VALID", "VALID,", "{", "%EF%BB%BFVALID"]
    )
    func brokenLines(line: String) {
        let valid = #"{"model_a": "a", "model_b": "b", "winner": "tie"}"#
        let reading = Reading(bytes("VALID\n\(line)\nVALID".replacing("VALID", with: valid)))
        #expect(reading.battles.count == 2)
        #expect(reading.failures.map(\.code) == [.brokenJSON])
        #expect(reading.failures.map(\.line) == [2])
    }

    @Test("Half of a surrogate pair in what was said becomes U+FFFD, and costs no battle")
    func surrogatesInAnswers() {
        let said = #"[{"role": "user", "content": "\ud83d\ude00\udc00"}, {"role": "assistant", "content": "\ud83d"}]"#
        let battle = #"{"model_a": "a", "model_b": "b", "winner": "tie", "note": "\ud800\ud800", "conversation_a": "#
        let reading = Reading(bytes("\(battle)\(said)}\n"))
        #expect(reading.failures == [] && reading.fatal == nil)
        #expect(reading.battles.map(\.prompt) == [["\u{1f600}\u{fffd}"]])
        #expect(reading.battles.map(\.responseA) == [["\u{fffd}"]])
    }

    @Test("Half of a surrogate pair in a log's talk, which is no battle, stops nothing")
    func surrogatesInTalk() {
        let talk = #"{"tstamp": 1, "type": "chat", "model": "a", "state": {"messages": [["USER", "\udfff"]]}}"#
        let reading = Reading(bytes(talk + "\n" + talk))
        #expect(reading.battles.isEmpty && reading.failures == [] && reading.fatal == nil)
    }

    @Test("A record that Foundation would take for UTF-16 is refused")
    func utf16InDisguise() {
        let reading = Reading(Array("{}\n".utf8) + Array("{\"a\":1}".utf16.flatMap { [UInt8($0), 0] }))
        #expect(reading.failures.map(\.code) == [.missingField, .brokenJSON])
    }

    @Test("Brackets nested without end are an error, not a crash")
    func deepNesting() {
        let deep = #"{"model_a": "a", "model_b": "b", "winner": "tie", "x": "# + String(repeating: "[", count: 200_000)
        #expect(Reading(deep).failures.map(\.code) == [.brokenJSON])
        #expect(Reading(String(repeating: "[", count: 200_000)).fatal?.code == .brokenJSON)
    }

    @Test("Texts are exact, also where Foundation would drop a byte-order mark")
    func exactTexts() {
        let reading = Reading(
            "{\"model_a\": \"\u{feff}a\\n\u{feff}\\\\\u{feff}\", \"model_b\": \" e\u{301} \", \"winner\": \"tie\"}"
        )
        #expect(reading.battles.first.map { Array($0.modelA.utf8) } == Array("\u{feff}a\n\u{feff}\\\u{feff}".utf8))
        #expect(reading.battles.first.map { Array($0.modelB.utf8) } == Array(" e\u{301} ".utf8))
        #expect(
            Reading("{\"model_a\": \"a\\\u{feff}\", \"model_b\": \"b\", \"winner\": \"tie\"}").failures.map(\.code) == [
                .brokenJSON
            ]
        )
    }

    @Test("Null optional members are as if absent, and the last of two equal keys counts")
    func nulls() {
        let reading = Reading(
            #"{"model_a": "z", "model_a": "a", "model_b": "b", "winner": "tie", "judge": null, "conversation_a": null, "#
                + #""turn": null, "anony": null, "tstamp": null, "question_id": null, "id": "", "language": ""}"#
        )
        #expect(reading.results == [.success(BattleRecord(modelA: "a", modelB: "b", outcome: .tie))])
    }

    @Test(
        "Identifiers may be numbers, kept digit for digit",
        arguments: [
            ("5", "5"), ("0", "0"), ("-3", "-3"), ("9007199254740993", "9007199254740993"), ("2.0", "2"), ("true", nil),
            ("18446744073709551615", "18446744073709551615"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("1e40", nil), ("123456789012345678901234567890123456789012", nil), ("\"05\"", "05"),
        ] as [(String, String?)]
    )
    func numericIdentifiers(literal: String, id: String?) {
        let reading = Reading(#"{"model_a": "a", "model_b": "b", "winner": "tie", "id": \#(literal)}"#)
        #expect(reading.battles.first?.id == id)
        #expect(reading.failures.map(\.field) == (id == nil ? ["id"] : []))
    }

    @Test(
        "Times may be numbers, numeric text or ISO 8601",
        arguments: ["1682351591.5", "\"1682351591.5\"", "\"2023-04-24T15:53:11.5\""]
    )
    func times(literal: String) {
        let reading = Reading(#"{"model_a": "a", "model_b": "b", "winner": "tie", "tstamp": \#(literal)}"#)
        #expect(reading.battles.first?.time == Date(timeIntervalSince1970: 1_682_351_591.5))
    }

    @Test("The prompt comes from conversation_b when conversation_a has no user turn")
    func promptOfB() {
        let reading = Reading(
            #"{"model_a": "a", "model_b": "b", "winner": "tie", "conversation_a": [], "conversation_b": "#
                + #"[{"role": "user", "content": "u"}]}"#
        )
        #expect(reading.battles.first?.sharedPrompt == ["u"])
        #expect(reading.battles.first?.responseA == nil)
        #expect(reading.battles.first?.responseB == nil)
    }
}
