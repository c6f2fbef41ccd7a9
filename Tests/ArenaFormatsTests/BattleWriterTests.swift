import Foundation
import Ranking
import Testing

@testable import ArenaFormats

@Suite("Writers")
struct BattleWriterTests {
    @Test("JSON lines give back every record, whatever characters it holds")
    func jsonLines() {
        var random = RandomBattles(seed: 1)
        let battles = (0..<1500).map { _ in random.next() }
        var bytes: [UInt8] = []
        for battle in battles { JSONLinesBattleWriter().write(battle, into: &bytes) }
        let reading = Reading(bytes, window: 64)
        #expect(reading.failures == [])
        #expect(reading.battles.count == battles.count)
        for (read, written) in zip(reading.battles, battles) { #expect(exact(read) == exact(written)) }
        #expect(reading.battles.last?.line == 1500)
    }

    @Test("CSV gives back what its columns hold, whatever characters are in it")
    func csv() {
        var random = RandomBattles(seed: 2)
        let battles = (0..<1500).map { _ in
            var battle = random.next()
            let prompt = battle.prompt.first.flatMap { $0.isEmpty ? nil : $0 }
            battle = BattleRecord(
                id: battle.id,
                modelA: battle.modelA,
                modelB: battle.modelB,
                outcome: battle.outcome,
                judge: battle.judge,
                language: battle.language,
                time: battle.time,
                prompt: prompt.map { [$0] } ?? [],
                turn: battle.turn,
                anonymous: battle.anonymous,
                tags: battle.tags,
                isRefusal: battle.isRefusal,
                evaluationOrder: battle.evaluationOrder,
                session: battle.session
            )
            return battle
        }
        var bytes: [UInt8] = []
        CSVBattleWriter().writeHeader(into: &bytes)
        for battle in battles { CSVBattleWriter().write(battle, into: &bytes) }
        let reading = Reading(bytes, window: 64)
        #expect(reading.failures == [])
        #expect(reading.ignoredColumns == [])
        #expect(reading.battles.count == battles.count)
        for (read, written) in zip(reading.battles, battles) { #expect(exact(read) == exact(written)) }
    }

    @Test("The text written is the one the formats document")
    func exactText() {
        let battle = BattleRecord(
            id: "q",
            modelA: "a,\"1\"",
            modelB: "b",
            outcome: .bothBad,
            time: Date(timeIntervalSince1970: -1.25),
            prompt: ["p\n"],
            responseB: ["\u{1}\\"],
            anonymous: false
        )
        var csv: [UInt8] = []
        CSVBattleWriter().writeHeader(into: &csv)
        CSVBattleWriter().write(battle, into: &csv)
        #expect(
            String(decoding: csv, as: UTF8.self) == """
                question_id,model_a,model_b,winner,judge,language,tstamp,prompt,turn,anony,is_code,is_refusal,tags,evaluation_order,\
                evaluation_session_id,conv_metadata,category_tag,dedup_tag
                q,"a,""1\""",b,tie (bothbad),,,-1.25,"p\n",,false,,,,,,,,

                """
        )
        var json: [UInt8] = []
        JSONLinesBattleWriter().write(battle, into: &json)
        #expect(
            String(decoding: json, as: UTF8.self)
                == #"{"question_id":"q","model_a":"a,\"1\"","model_b":"b","winner":"tie (bothbad)","#
                + #""conversation_a":[{"role":"user","content":"p\n"}],"#
                + #""conversation_b":[{"role":"user","content":"p\n"},{"role":"assistant","content":"\u0001\\"}],"#
                + #""anony":false,"tstamp":-1.25}"# + "\n"
        )
    }

    @Test("a name that stands for no value is not written")
    func absentNames() {
        for change in [
            { $0.id = "NaN" }, { $0.id = "7.0" }, { $0.judge = "null" }, { $0.language = "<NA>" },
            { $0.session = "None" },
        ] as [(inout BattleRecord) -> Void] {
            var battle = BattleRecord(modelA: "NaN", modelB: "null", outcome: .tie)
            var (writer, bytes) = (BattleWriter(.jsonLines), [UInt8]())
            #expect(throws: Never.self) { try writer.write(battle, into: &bytes) }
            change(&battle)
            #expect(throws: BattleWriterError.self) { try writer.write(battle, into: &bytes) }
        }
    }

    @Test("A record whose fields were set and taken back equals one that never had them")
    func clearedFields() {
        let plain = BattleRecord(modelA: "a", modelB: "b", outcome: .tie)
        var battle = plain
        battle.id = "q"
        battle.prompt = ["p"]
        #expect(battle != plain)
        battle.id = nil
        battle.prompt = []
        #expect(battle == plain)
    }

    @Test("A record changed field by field equals one made at once")
    func recordFields() {
        var random = RandomBattles(seed: 3)
        for _ in 0..<200 {
            let battle = random.next()
            var copy = BattleRecord(modelA: battle.modelA, modelB: battle.modelB, outcome: battle.outcome)
            copy.id = battle.id
            copy.judge = battle.judge
            copy.language = battle.language
            copy.time = battle.time
            copy.prompt = battle.prompt
            copy.system = battle.system
            copy.responseA = battle.responseA
            copy.responseB = battle.responseB
            copy.turn = battle.turn
            copy.anonymous = battle.anonymous
            copy.tags = battle.tags
            copy.turns = battle.toldTurns
            copy.userTokens = battle.userTokens
            copy.isRefusal = battle.isRefusal
            copy.isSampled = battle.isSampled
            copy.evaluationOrder = battle.evaluationOrder
            copy.session = battle.session
            copy.askedB = battle.askedB
            #expect(exact(copy) == exact(battle))
            #expect(copy == battle)
        }
    }
}
