import Foundation
import Ranking
import Testing

@testable import ArenaFormats

@Suite("Round trips through every format") struct RoundTripTests {
    private typealias Format = BattleWriter.Format

    private func write(_ battles: [BattleRecord], _ format: BattleWriter.Format) throws -> [UInt8] {
        var writer = BattleWriter(format)
        var bytes: [UInt8] = []
        for battle in battles { try writer.write(battle, into: &bytes) }
        writer.finish(into: &bytes)
        return bytes
    }

    /// What the format's publisher has a place for.
    private func held(_ battle: BattleRecord, by format: BattleWriter.Format) -> BattleRecord {
        var copy = battle
        switch format {
        case .jsonLines: break
        case .csv:
            (copy.askedB, copy.system, copy.responseA, copy.responseB) = (nil, nil, nil, nil)
            copy.prompt = (battle.sharedPrompt ?? battle.prompt).first.flatMap { $0.isEmpty ? nil : [$0] } ?? []
            let turns = (battle.sharedPrompt ?? battle.prompt).count
            if battle.turn == nil, turns > 1 { copy.turns = battle.toldTurns ?? turns }
        case .conversations33k, .conversations33kArray:
            (copy.tags, copy.turns, copy.userTokens, copy.isRefusal) = (nil, nil, nil, nil)
            (copy.isSampled, copy.evaluationOrder, copy.session) = (nil, nil, nil)
        case .kaggle55k:
            copy = BattleRecord(
                id: battle.id,
                modelA: battle.modelA,
                modelB: battle.modelB,
                outcome: battle.outcome == .bothBad ? .tie : battle.outcome,
                prompt: battle.sharedPrompt ?? [],
                responseA: battle.responseA,
                responseB: battle.responseB
            )
        case .preference100k: (copy.evaluationOrder, copy.session) = (nil, nil)
        case .preference140k:
            copy.turns = battle.toldTurns ?? battle.turn
            (copy.anonymous, copy.turn, copy.isRefusal, copy.isSampled) = (nil, nil, nil, nil)
        case .fastChatLog:
            copy = BattleRecord(
                id: battle.id,
                modelA: battle.modelA,
                modelB: battle.modelB,
                outcome: battle.outcome,
                judge: battle.judge,
                time: battle.time,
                prompt: battle.prompt,
                system: battle.system.flatMap { $0.isEmpty ? nil : $0 },
                responseA: battle.responseA,
                responseB: battle.responseB,
                turn: battle.responseA?.count,
                anonymous: battle.anonymous
            )
            copy.askedB = battle.askedB
            if copy.askedB?.isSame(as: copy.askedA) == true { copy.askedB = nil }
        case .pairCounts, .pairCountsLines: break
        }
        return copy
    }

    @Test(
        "what a format holds is read back, and once read no more is lost",
        arguments: BattleWriter.Format.allCases.filter { $0 != .pairCounts && $0 != .pairCountsLines }
    )
    func battles(format: BattleWriter.Format) throws {
        var random = RandomBattles(seed: 7)
        let battles = (0..<400).map { _ in
            var battle = random.next()
            // Foundation reads one in twenty numbers of 16 digits a unit off: quarters of seconds have fewer.
            battle.time = battle.time.map { Date(timeIntervalSince1970: ($0.timeIntervalSince1970 * 4).rounded() / 4) }
            if format == .fastChatLog, battle.anonymous == nil { battle.anonymous = true }
            if format == .kaggle55k, battle.sharedPrompt == nil { battle.askedB = nil }
            return battle
        }
        let bytes = try write(battles, format)
        let reading = Reading(bytes, window: 64)
        #expect(reading.failures == [] && reading.fatal == nil && reading.ignoredColumns == [])
        #expect(reading.battles.count == battles.count)
        for (read, written) in zip(reading.battles, battles) {
            #expect(exact(read) == exact(held(written, by: format)))
        }
        let again = try write(reading.battles, format)
        #expect(again == bytes)
    }

    @Test("other system messages, shorter conversations and tags that combine with what is before them")
    func whatDiffers() throws {
        let line = #"""
            {"model_a":"A","model_b":"B","winner":"tie","turn":-1,"tags":["a","\u0301x"],"conversation_a":[
            {"role":"system","content":"S1"},{"role":"user","content":"q1"},{"role":"assistant","content":"x"},
            {"role":"user","content":"q3"}],"conversation_b":[{"role":"system","content":"S2"},{"role":"user","content":"q1"}]}
            """#.replacing("\n", with: "")
        let battle = try #require(Reading(line).battles.first)
        #expect(battle.sharedPrompt == ["q1", "q3"] && battle.askedB == Asked(prompt: ["q1"], system: "S2"))
        for format in [Format.jsonLines, .conversations33k, .preference100k, .preference140k, .fastChatLog] {
            var battle = battle
            battle.anonymous = true
            let read = try #require(Reading(try write([battle], format)).battles.first)
            #expect(read.askedA == battle.askedA && read.askedB == battle.askedB, "\(format)")
        }
        let table = try #require(Reading(try write([battle], .csv)).battles.first)
        #expect(table.tags?.map { Array($0.utf8) } == battle.tags?.map { Array($0.utf8) })
    }

    @Test("an empty file of each format is read as such", arguments: BattleWriter.Format.allCases)
    func empty(format: BattleWriter.Format) throws {
        let bytes = try write([], format)
        switch format {
        case .pairCounts:
            let reader = try PairCountsReader(source: MemoryBytes(name: "f", bytes: bytes))
            let first = try reader.next()
            #expect(first == nil)
        case .csv, .kaggle55k, .conversations33kArray:
            let reading = Reading(bytes)
            #expect(reading.results == [] && reading.fatal == nil)
        default: #expect(bytes == [])
        }
    }

    @Test(
        "categories and style survive LMArena's records",
        arguments: [BattleWriter.Format.preference100k, .preference140k, .jsonLines]
    )
    func categories(format: BattleWriter.Format) throws {
        let criteria = #""criteria_v0.1":{"a":true,"b":true,"c":true,"d":true,"e":true,"f":true,"g":false}"#
        let text = """
            {"model_a":"A","model_b":"B","winner":"tie","is_code":true,"category_tag":{\(criteria),"if_v0.1":{"if":true,"score":5},\
            "math_v0.1":{"math":false},"creative_writing_v0.1":{"creative_writing":true}},"tags":["own"],\
            "conv_metadata":{"sum_user_tokens":9,"turns":2,"sum_assistant_a_tokens":3,"sum_assistant_b_tokens":4,\
            "header_count_a":{"h1":1,"h2":2},"list_count_b":{"ordered":5}}}
            {"model_a":"A","model_b":"B","winner":"both_bad","is_code":false}
            {"model_a":"A","model_b":"B","winner":"model_b","category_tag":{"math_v0.1":{"math":true}}}
            {"model_a":"A","model_b":"B","winner":"model_a","tags":[]}
            {"model_a":"A","model_b":"B","winner":"model_a","tags":["math","instruction_following"]}

            """
        let battles = Reading(text).battles
        #expect(battles.map { $0.tags?.count } == [5, 0, 1, 0, 2])
        let reading = Reading(try write(battles, format))
        #expect(reading.failures == [])
        #expect(reading.battles.map(exact) == battles.map(exact))
    }

    @Test(
        "pair counts are those of the battles, whichever side a model was on",
        arguments: [BattleWriter.Format.pairCounts, .pairCountsLines]
    )
    func counts(format: BattleWriter.Format) throws {
        let battles = [
            ("b", "a", Outcome.modelA), ("a", "b", .modelA), ("a", "b", .tie), ("a", "c", .bothBad),
            ("b", "a", .modelB),
        ]
        .map { BattleRecord(modelA: $0, modelB: $1, outcome: $2) }
        let reader = try PairCountsReader(source: MemoryBytes(name: "f", bytes: try write(battles, format)))
        let first = try reader.next()?.get()
        let second = try reader.next()?.get()
        let third = try reader.next()
        #expect(first.map { [$0.winsA, $0.winsB, $0.ties, $0.bothBad] } == [1, 2, 1, 0] && first?.modelA == "b")
        #expect(second.map { [$0.winsA, $0.winsB, $0.ties, $0.bothBad] } == [0, 0, 0, 1] && third == nil)
    }

    @Test("what a format cannot hold is refused by name, and nothing is written of it")
    func refused() throws {
        let good = BattleRecord(modelA: "a", modelB: "b", outcome: .tie)
        var cases: [(BattleRecord, BattleWriter.Format, String)] = [(good, .fastChatLog, "anony")]
        for (field, change) in [
            ("model_a", { $0.modelA = "" }), ("model_b", { $0.modelB = "a" }), ("prompt", { $0.prompt = ["x\u{0}"] }),
            ("prompt", { $0.system = "\u{0}" }), ("response_b", { $0.responseB = ["\u{0}"] }),
            ("turns", { $0.turns = -1 }),
            ("tags", { $0.tags = [""] }), ("tags", { $0.tags = [" x"] }), ("sum_user_tokens", { $0.userTokens = -1 }),
        ] as [(String, (inout BattleRecord) -> Void)] {
            var battle = good
            change(&battle)
            cases.append((battle, .jsonLines, field))
        }
        var hidden = good
        (hidden.modelB, hidden.anonymous) = ("Model A", true)
        cases.append((hidden, .fastChatLog, "model_b"))
        for (battle, format, field) in cases {
            var writer = BattleWriter(format)
            var bytes: [UInt8] = []
            let error: BattleWriterError?
            do throws(BattleWriterError) {
                try writer.write(battle, into: &bytes)
                error = nil
            } catch let thrown {
                error = thrown
            }
            #expect(error?.field == field && error?.record == 1 && bytes == [] && writer.count == 0)
        }
    }

    @Test("the exact text of the formats that programs of others read")
    func exactText() throws {
        let battle = BattleRecord(
            id: "q",
            modelA: "a",
            modelB: "b",
            outcome: .bothBad,
            judge: "j",
            language: "en",
            time: Date(timeIntervalSince1970: 1_750_952_213.11),
            prompt: ["p"],
            responseA: ["x \"y\""],
            responseB: ["z"],
            turn: 1,
            anonymous: true
        )
        func text(_ format: BattleWriter.Format) throws -> String {
            String(decoding: try write([battle], format), as: UTF8.self)
        }
        #expect(
            try text(.kaggle55k) == #"""
                id,model_a,model_b,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie
                q,a,b,"[""p""]","[""x \""y\""""]","[""z""]",0,0,1

                """#
        )
        #expect(
            try text(.preference140k).hasPrefix(
                #"{"id":"q","model_a":"a","model_b":"b","winner":"both_bad","conversation_a":[{"role":"user","content":"#
                    + #"[{"type":"text","text":"p","image":null,"mimeType":null}]},"#
            )
        )
        #expect(
            try text(.preference140k).hasSuffix(
                #""language":"en","timestamp":"2025-06-26T15:36:53.110000","judge_hash":"j"}"# + "\n"
            )
        )
        #expect(
            try text(.preference100k).contains(
                #""conversation_b":"[{\"role\":\"user\",\"content\":\"p\"},{\"role\":\"assistant\",\"content\":\"z\"}]""#
            )
        )
        #expect(
            try text(.fastChatLog).hasPrefix(
                #"{"tstamp":1750952213.11,"type":"bothbad_vote","models":["",""],"states":[{"system_message":"","#
            )
        )
        #expect(
            try text(.conversations33kArray).hasPrefix("[\n{\"question_id\":\"q\"")
                && text(.conversations33kArray).hasSuffix("}\n]\n")
        )
    }

    @Test("times as the 140k set writes them")
    func times() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00.000000"), (-0.5, "1969-12-31T23:59:59.500000"),
            (951_782_400, "2000-02-29T00:00:00.000000"), (-62_135_596_800, "0001-01-01T00:00:00.000000"),
            (253_402_300_799, "9999-12-31T23:59:59.000000"),
        ] {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(BattleTime.iso(of: date) == text && BattleTime.date(text) == date)
        }
        #expect(BattleTime.iso(of: .distantPast) == nil || BattleTime.microseconds(of: .distantPast) != nil)
    }
}
