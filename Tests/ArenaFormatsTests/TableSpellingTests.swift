import Foundation
import Ranking
import Testing

@testable import ArenaFormats

/// What pandas and other writers of tables make of the public records: the battles are the same.
@Suite("Battles as tables spell them") struct TableSpellingTests {
    private let record = #"""
        {"question_id":"q1","model_a":"A","model_b":"B","winner":"tie (bothbad)","judge":"7","language":"English",
        "tstamp":1700000000.25,"turn":2,"anony":true,"is_code":false,"is_refusal":true,"evaluation_order":1,
        "evaluation_session_id":"5","conversation_a":[{"role":"user","content":"It's \"q\"?\n"},
        {"role":"assistant","content":"one"}],"conversation_b":[{"role":"user","content":"It's \"q\"?\n"},
        {"role":"assistant","content":""}],"conv_metadata":{"sum_user_tokens":501,"turns":3,"sum_assistant_a_tokens":10,
        "sum_assistant_b_tokens":20,"header_count_a":{"h1":1},"header_count_b":{},"list_count_a":{"ordered":2},
        "list_count_b":{},"bold_count_a":{"**":3},"bold_count_b":{}},"category_tag":{"criteria_v0.1":{"a":true,"b":true,
        "c":true,"d":true,"e":true,"f":true,"g":false},"math_v0.1":{"math":true}},"dedup_tag":{"sampled":false}}
        """#.replacing("\n", with: "")

    private func same(_ text: String, features: [String] = []) throws -> Bool {
        let battles = Reading(text).battles
        let expected = try #require(Reading(record).battles.first)
        return battles.count == 1 && exact(battles[0]) == exact(expected)
    }

    @Test("flags, numbers, times and names in JSON")
    func json() throws {
        #expect(try same(record))
        for (plain, spelled) in [
            (#""anony":true"#, #""anony":1"#), (#""anony":true"#, #""anony":"True""#),
            (#""anony":true"#, #""anony":1.0"#),
            (#""is_code":false"#, #""is_code":0"#), (#""is_refusal":true"#, #""is_refusal":"1.0""#),
            (#""turn":2"#, #""turn":"2.0""#), (#""turn":2"#, #""turn":2.0"#), (#""judge":"7""#, #""judge":7"#),
            (#""evaluation_session_id":"5""#, #""evaluation_session_id":5"#),
            (#""evaluation_order":1"#, #""evaluation_order":"1""#), (#"tokens":501"#, #"tokens":"501""#),
            ("1700000000.25", "1700000000250"), ("1700000000.25", #""1700000000250000000""#),
            (#""content":"""#, #""content":null"#),
            (#""question_id":"q1""#, #""x":NaN,"y":[NaN,"NaN \" NaN"],"question_id":"q1""#),
        ] {
            let text = record.replacing(plain, with: spelled)
            #expect(try text != record && same(text), "\(spelled)")
        }
        let without = record.replacing(#""turn":2,"#, with: "").replacing(#""is_refusal":true,"#, with: "")
        let absent = record.replacing(#""turn":2"#, with: #""turn":NaN"#)
            .replacing(#""is_refusal":true"#, with: #""is_refusal":"NaN""#)
        #expect(try exact(#require(Reading(without).battles.first)) == exact(#require(Reading(absent).battles.first)))
    }

    @Test("a whole record as a row of CSV, with JSON or Python's notation in its cells")
    func rows() throws {
        let value = try JSONParser().value(Array(record.utf8)[...])
        let members = try #require(value.members)
        let nested = try #require(JSONSerialization.jsonObject(with: Data(record.utf8)) as? [String: Any])
        func json(_ name: String) throws -> String {
            let value = try #require(nested[name])
            return String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
        }
        /// As `str` writes it: single quotes, unless there is one in a string and no double one.
        func python(_ name: String) throws -> String {
            try json(name).replacing("\\\"", with: "\u{1}").replacing("'", with: "\\'").replacing("\"", with: "'")
                .replacing("\u{1}", with: "\"").replacing("true", with: "True").replacing("false", with: "False")
                .replacing("{}", with: "{'x': None}")
        }
        for cell in [json, python] {
            var bytes: [UInt8] = []
            let names = members.keys.sorted()
            CSVOutput.row(names, &bytes)
            let row = try names.map { name in
                let member = try #require(members[name])
                if let flag = member.flag { return flag ? "True" : "False" }
                if name == "turn" { return "2.0" }
                return try member.text ?? member.number?.description ?? cell(name)
            }
            CSVOutput.row(row, &bytes)
            #expect(try same(String(decoding: bytes, as: UTF8.self)), "\(row)")
            let reader = BattleReader(
                source: MemoryBytes(name: "f", bytes: bytes),
                texts: ["conv_metadata.turns", "judge", "category_tag.math_v0.1.math"]
            )
            #expect(try reader.next()?.get().texts == ["3", "7", "true"])
            #expect(reader.ignoredColumns == [])
        }
    }

    @Test("words for no value are none in names and in nested members")
    func nothing() throws {
        for word in ["NaN", "nan", "None", "null", "<NA>", "NaT"] {
            let row =
                "id,model_a,model_b,winner,judge,language,evaluation_session_id,tags,conv_metadata,conversation_a\n"
            let battles = Reading(row + "\(word),A,B,tie,\(word),\(word),\(word),\(word),\(word),\(word)\n").battles
            let plain = BattleRecord(modelA: "A", modelB: "B", outcome: .tie, line: 2)
            #expect(battles == [plain], "\(word): \(battles)")
            let members = [
                "id", "judge", "language", "evaluation_session_id", "tags", "conv_metadata", "conversation_a",
            ]
            .map { "\"\($0)\":\"\(word)\"" }.joined(separator: ",")
            let line = #"{"model_a":"A","model_b":"B","winner":"tie",\#(members)}"#
            #expect(
                Reading(line).battles == [BattleRecord(modelA: "A", modelB: "B", outcome: .tie)],
                "\(Reading(line))"
            )
        }
        let empty = #"{"model_a":"A","model_b":"B","winner":"tie","conv_metadata":"","category_tag":""}"#
        #expect(Reading(empty).battles.count == 1)
        let numbers = Reading("id,model_a,model_b,winner,judge\n81.0,A,B,tie,5.0\nv1.0,A,B,tie,.0\n").battles
        #expect(numbers.map(\.id) == ["81", "v1.0"] && numbers.map(\.judge) == ["5", ".0"])
        // Rows with JSON in a cell have the same names as those beside them without.
        let header = "id,model_a,model_b,winner,judge,language,dedup_tag\n"
        let mixed = Reading(header + "8.0,A,B,tie,5.0,1.0,{}\n8.0,A,B,tie,5.0,1.0,\n").battles
        #expect(mixed.map(\.id) == ["8", "8"] && mixed.map(\.judge) == ["5", "5"])
        #expect(mixed.map(\.language) == ["1", "1"])
    }

    @Test(
        "numpy's arrays and scalars, halves of pairs and far characters in Python's notation",
        arguments: [
            ("[{'role': 'user', 'content': 'q'}\n {'role': 'assistant', 'content': 'x'}]", ["q"], ["x"]),
            (
                "array([{'role': 'user', 'content': array([{'type': 'text', 'text': 'q', 'image': None}],\n      dtype=object)},"
                    + "\n       {'role': 'assistant', 'content': 'x'}], dtype=object)",
                ["q"], ["x"]
            ),
            ("[{'role': 'user', 'content': 'a \\ud83d b', 'n': np.int64(2), 'y': inf}]", ["a \u{fffd} b"], nil),
            ("[{'role': 'user', 'content': '\\U000e0067\\x41 (array, True)'}]", ["\u{e0067}A (array, True)"], nil),
        ] as [(String, [String], [String]?)]
    )
    func numpy(cell: String, prompt: [String], responses: [String]?) throws {
        var bytes: [UInt8] = []
        CSVOutput.row(["model_a", "model_b", "winner", "conversation_a"], &bytes)
        CSVOutput.row(["A", "B", "tie", cell], &bytes)
        let reading = Reading(bytes)
        #expect(reading.battles.first?.prompt == prompt && reading.battles.first?.responseA == responses, "\(reading)")
    }

    @Test("what Python writes for numbers that are none is none, beside halves of pairs too")
    func nonNumbers() {
        let line =
            #"{"model_a":"A","model_b":"B","winner":"tie","s":-Infinity,"t":[NaN,Infinity,"NaN -Infinity"],"prompt":"\ud83d"}"#
        #expect(Reading(line).battles.first?.prompt == ["\u{fffd}"])
        #expect(Reading(line.replacing("Infinity", with: "Infinite")).failures.first?.code == .brokenJSON)
    }

    @Test("a cell that should be JSON and is not is named")
    func brokenCells() {
        let head = "model_a,model_b,winner,conv_metadata,conversation_a\n"
        for (row, field, problem) in [
            (#"a,b,tie,"{""turns"": 2",""#, "conv_metadata", "is not JSON"),
            ("a,b,tie,5,", "conv_metadata", "not an object"),
            (#"a,b,tie,"{""turns"": ""x""}","#, "conv_metadata.turns", "not a whole number"),
            ("a,b,tie,,[list(['x'])]", "conversation_a", "is not JSON"),
            ("a,b,nobody,{},", "winner", "not an outcome"),
        ] as [(String, String, String)] {
            let reading = Reading(head + "x,y,tie,,\n" + row + "\nx,y,tie,,\n")
            let failure = reading.failures.first
            #expect(reading.battles.count == 2 || reading.fatal != nil, "\(reading)")
            if reading.fatal == nil {
                #expect(
                    failure?.line == 3 && failure?.field == field && failure?.problem.contains(problem) == true,
                    "\(String(describing: failure))"
                )
            }
        }
        // The first of several such columns is named, every time.
        for _ in 0..<20 {
            let twice = Reading(
                "model_a,model_b,winner,dedup_tag,conv_metadata,category_tag,category_tag,conv_metadata,dedup_tag\n"
            )
            #expect(twice.fatal?.code == .duplicateColumn && twice.fatal?.field == "dedup_tag")
        }
    }

    @Test("the 55k set with 1.0, True, and as JSON lines")
    func kaggle() throws {
        let head = "id,model_a,model_b,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie\n"
        let row = #"3,A,B,"[""q"",""r""]","[""x"",null]","[""y""]","#
        let battle = try #require(Reading(head + row + "0,1,0\n").battles.first)
        #expect(battle.outcome == .modelB && battle.prompt == ["q", "r"] && battle.responseA == ["x", ""])
        for flags in ["0.0,1.0,0.0", "False,True,False"] {
            let read = Reading(head + row + flags + "\n").battles
            #expect(read.count == 1 && exact(read[0]) == exact(battle))
        }
        for (texts, flags) in [
            (#""prompt":["q","r"],"response_a":["x",null],"response_b":["y"]"#, ["0", "1", "0"]),
            (
                #""prompt":"[\"q\",\"r\"]","response_a":"[\"x\",null]","response_b":"[\"y\"]""#,
                ["false", "true", "0.0"]
            ),
        ] {
            let names = ["winner_model_a", "winner_model_b", "winner_tie"]
            let winner = zip(names, flags).map { "\"\($0)\":\($1)" }.joined(separator: ",")
            let line = #"{"id":3,"model_a":"A","model_b":"B",\#(texts),\#(winner)}"#
            let read = Reading(line).battles
            #expect(read.count == 1 && exact(read[0]) == exact(battle), "\(Reading(line))")
            let failure = Reading(line.replacing(winner, with: winner.replacing(flags[1], with: "0"))).failures.first
            #expect(failure?.code == .unknownOutcome && failure?.field == "winner_model_a")
        }
    }

    @Test("lists of turns beside a winner, in both kinds of files")
    func turnsBesideAWinner() throws {
        let lists =
            #"{"model_a":"A","model_b":"B","winner":"tie","prompt":["p","q"],"response_a":["a",null],"response_b":["b"]}"#
        let battle = try #require(Reading(lists).battles.first)
        #expect(battle.prompt == ["p", "q"] && battle.responseA == ["a", ""] && battle.responseB == ["b"])
        let head = "id,model_a,model_b,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie,winner\n"
        let rows = Reading(head + #"1,A,B,"[""p"",""q""]",plain,null,1,0,0,model_b"# + "\n").battles
        #expect(
            rows.first?.prompt == ["p", "q"] && rows.first?.responseA == ["plain"] && rows.first?.outcome == .modelB
        )
        #expect(rows.first?.responseB == nil)
    }

    @Test("an object over several lines is named as such")
    func prettyPrinted() {
        let reading = Reading("{\n  \"model_a\": \"A\",\n  \"model_b\": \"B\",\n  \"winner\": \"tie\"\n}\n")
        #expect(reading.failures.first?.problem.contains("does not end on its line") == true)
        #expect(
            Reading("[{\n  \"model_a\": \"A\",\n  \"model_b\": \"B\",\n  \"winner\": \"tie\"\n}]\n").battles.count == 1
        )
    }

    @Test("two questions: both conversations are kept, each with its own")
    func questions() throws {
        let line = record.replacing("\n", with: "").replacing(
            #""conversation_b":[{"role":"user","content":"It's"#,
            with: #""conversation_b":[{"role":"user","content":"Is it"#
        )
        let battle = try #require(Reading(line).battles.first)
        #expect(battle.prompt == ["It's \"q\"?\n"] && battle.askedB == Asked(prompt: ["Is it \"q\"?\n"]))
        #expect(battle.responseA == ["one"] && battle.responseB == [""])
        var writer = BattleWriter(.kaggle55k)
        var bytes: [UInt8] = []
        let error = #expect(throws: BattleWriterError.self) { try writer.write(battle, into: &bytes) }
        #expect(error?.field == "prompt")
    }
}
