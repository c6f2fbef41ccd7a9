import Foundation
import Ranking
import Testing

@testable import ArenaFormats

/// The releases that are not the 33k record, by records of our own in their shape (fields as their publishers document them).
@Suite("Public formats") struct PublicFormatTests {
    @Test("55k: who won in three columns, texts in arrays of JSON")
    func kaggle() throws {
        let csv = #"""
            id,model_a,model_b,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie
            30192,gpt-4,vicuna,"[""Is it?"",""Why, then?""]","[""Yes, \""it\"" is"",""So""]","[null,""No\nwhy""]",1,0,0
            30193,a,b,"[""\ud83d half""]","[]","[""x""]",0,1,0
            30194,a,b,"[""q""]","[""x""]","[""y""]",0,0,1

            """#
        let reading = Reading(csv)
        #expect(reading.failures == [] && reading.fatal == nil && reading.ignoredColumns == [])
        let battles = reading.battles
        #expect(
            battles.map(\.outcome) == [.modelA, .modelB, .tie] && battles.map(\.id) == ["30192", "30193", "30194"]
        )
        #expect(battles[0].prompt == ["Is it?", "Why, then?"])
        #expect(battles[0].responseA == [#"Yes, "it" is"#, "So"] && battles[0].responseB == ["", "No\nwhy"])
        #expect(battles[1].prompt == ["\u{fffd} half"] && battles[1].responseA == nil)
    }

    @Test(
        "55k: what is wrong is named",
        arguments: [
            ("1,a,b,[],[],[],1,1,0", "unknownOutcome", "winner_model_a"),
            ("1,a,b,[],[],[],0,0,0", "unknownOutcome", "winner_model_a"),
            ("1,a,b,[],[],[],yes,0,0", "unknownOutcome", "winner_model_a"),
            ("1,a,b,[],[],[],0,,1", "unknownOutcome", "winner_model_b"),
            ("1,a,b,what?,[],[],1,0,0", "badValue", "prompt"), (#"1,a,b,[],"[1]",[],1,0,0"#, "badValue", "response_a"),
            (#"1,a,b,"[""\u0000""]",[],[],1,0,0"#, "badValue", "prompt"),
            ("1,a,a,[],[],[],1,0,0", "selfBattle", "model_b"),
        ]
    )
    func brokenKaggle(row: String, code: String, field: String) {
        let head = "id,model_a,model_b,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie\n"
        let failure = Reading(head + row + "\n").failures.first
        #expect(
            failure?.code.description == code && failure?.field == field && failure?.line == 2,
            "\(String(describing: failure))"
        )
    }

    @Test("100k: conversations in strings of JSON")
    func strings() throws {
        let talk = { (answer: String) in
            #"[{\"role\":\"user\",\"content\":\"q\",\"num_tokens\":1},{\"role\":\"assistant\",\"content\":\"\#(answer)\"}]"#
        }
        let line = """
            {"question_id":"x1","model_a":"A","model_b":"B","winner":"tie (bothbad)","conversation_a":"\(talk("one"))",\
            "conversation_b":"\(talk("two"))","turn":1,"anony":true,"language":"Korean","tstamp":1718000000.5,\
            "is_code":false,"judge_hash":"abc"}
            """
        let battle = try #require(Reading(line).battles.first)
        #expect(battle.outcome == .bothBad && battle.prompt == ["q"] && battle.anonymous == true)
        #expect(battle.responseA == ["one"] && battle.responseB == ["two"] && battle.judge == "abc")
        let broken = Reading(#"{"model_a":"A","model_b":"B","winner":"tie","conversation_a":"[{"}"#).failures.first
        #expect(broken?.code == .badValue && broken?.field == "conversation_a")
    }

    @Test("140k: typed parts, both_bad, times without a zone")
    func parts() throws {
        let line = #"""
            {"id":"s-1","model_a":"A","model_b":"B","winner":"both_bad","evaluation_session_id":"e","evaluation_order":1,
            "conversation_a":[{"role":"user","content":[{"type":"text","text":"Look:","image":null,"mimeType":null},
            {"type":"image","text":null,"image":"x.png","mimeType":"image/png"},{"type":"text","text":"what is it?"}]},
            {"role":"assistant","content":[{"type":"text","text":"a cat"}]}],
            "conversation_b":[{"role":"user","content":[{"type":"text","text":"Look:"},{"type":"text","text":"what is it?"}]},
            {"role":"assistant","content":[]}],"language":"en","is_code":false,"timestamp":"2025-06-26T15:36:53.110000"}
            """#.replacing("\n", with: "")
        let battle = try #require(Reading(line).battles.first)
        #expect(battle.outcome == .bothBad && battle.id == "s-1" && battle.language == "en")
        #expect(battle.prompt == ["Look:\n\nwhat is it?"] && battle.responseA == ["a cat"] && battle.responseB == [""])
        #expect(battle.time == Date(timeIntervalSince1970: 1_750_952_213.11))
        let broken = Reading(line.replacing(#"[{"type":"text","text":"a cat"}]"#, with: "[5]")).failures.first
        #expect(broken?.code == .badValue && broken?.field == "conversation_a[1].content[0]")
    }

    @Test("140k: the full conversation stands for the two where those are missing")
    func fullConversation() throws {
        let line = #"""
            {"id":"s-1","model_a":"A","model_b":"B","winner":"tie","full_conversation":[{"user":{"role":"user",
            "content":[{"type":"text","text":"one?"}]},"model_side_a":{"role":"assistant","content":[{"type":"text","text":"a1"}]},
            "model_side_b":{"role":"assistant","content":"b1"}},{"user":"two?","model_side_a":null,
            "model_side_b":[{"type":"text","text":"b2"}]}]}
            """#.replacing("\n", with: "")
        let battle = try #require(Reading(line).battles.first)
        #expect(battle.prompt == ["one?", "two?"] && battle.askedB == nil)
        #expect(battle.responseA == ["a1"] && battle.responseB == ["b1", "b2"])
        let broken = Reading(line.replacing(#""user":"two?""#, with: #""user":5"#)).failures.first
        #expect(broken?.field == "full_conversation[1].user" && broken?.code == .badValue)
    }

    @Test("FastChat's log: without roles the first to speak is the user; without a time or type it is still a vote")
    func logWithGaps() throws {
        let vote = Self.vote("leftvote")
        let without = vote.replacing(#""roles":["USER","ASSISTANT"],"#, with: "").replacing(
            #""tstamp":1690000000.25,"#,
            with: ""
        )
        let (battle, whole) = try (#require(Reading(without).battles.first), #require(Reading(vote).battles.first))
        #expect(battle.prompt == whole.prompt && battle.responseA == whole.responseA && battle.time == nil)
        #expect(battle.outcome == .modelA)
        // Ids and judges are read alike whoever writes them.
        let numbered = vote.replacing("c-vicuna", with: "7.0").replacing("127.0.0.1", with: "NaN")
        #expect(Reading(numbered).battles.first?.id == "7" && Reading(numbered).battles.first?.judge == nil)
        let typeless = Reading(vote.replacing(#""type":"leftvote","#, with: "")).failures.first
        #expect(typeless?.field == "type" && typeless?.code == .missingField)
    }

    private static func vote(
        _ type: String,
        models: String = #"["",""]"#,
        names: (String, String) = ("vicuna", "alpaca")
    ) -> String {
        func state(_ name: String, _ answer: String) -> String {
            #"""
            {"template_name":"t","system_message":"Be kind.","roles":["USER","ASSISTANT"],"messages":[["USER","example"],
            ["ASSISTANT","shown"],["USER",["q",["md5"]]],["ASSISTANT","\#(answer)"],["USER","more"],["ASSISTANT",null]],
            "offset":2,"conv_id":"c-\#(name)","model_name":"\#(name)"}
            """#.replacing("\n", with: "")
        }
        return #"{"tstamp":1690000000.25,"type":"\#(type)","models":\#(models),"states":["#
            + state(names.0, "one") + "," + state(names.1, "two") + #"],"ip":"127.0.0.1"}"# + "\n"
    }

    @Test("answers without a prompt are answers")
    func answersAlone() throws {
        let flat = #""model_a":"A","model_b":"B","winner":"tie","response_a":"x","response_b":"y""#
        for line in [#"{\#(flat)}"#, #"{\#(flat),"prompt":""}"#, #"{\#(flat),"prompt":null}"#] {
            let battle = try #require(Reading(line).battles.first)
            #expect(battle.prompt == [] && battle.responseA == ["x"] && battle.responseB == ["y"], "\(line)")
        }
        let table = "model_a,model_b,winner,prompt,response_a,response_b,conv_metadata\nA,B,tie,,x,y,{}\n"
        #expect(Reading(table).battles.first?.responseB == ["y"])
    }

    @Test("FastChat's log: pair votes are battles, other lines are not")
    func log() throws {
        let chat = #"{"tstamp":1.5,"type":"chat","model":"vicuna","state":{},"ip":"x"}"# + "\n"
        let single = #"{"tstamp":1.5,"type":"upvote","model":"vicuna","state":{},"ip":"x"}"# + "\n"
        let reading = Reading(
            chat + Self.vote("leftvote") + single + Self.vote("rightvote") + Self.vote("tievote")
                + Self.vote("bothbad_vote")
                + Self.vote("leftvote", models: #"["koala","dolly"]"#) + Self.vote("share")
        )
        #expect(reading.failures == [] && reading.fatal == nil)
        let battles = reading.battles
        #expect(
            battles.map(\.outcome) == [.modelA, .modelB, .tie, .bothBad, .modelA]
                && battles.map(\.line) == [2, 4, 5, 6, 7]
        )
        let first = try #require(battles.first)
        #expect(first.modelA == "vicuna" && first.modelB == "alpaca" && first.anonymous == true)
        #expect(first.prompt == ["q", "more"] && first.responseA == ["one"] && first.responseB == ["two"])
        #expect(first.system == "Be kind." && first.judge == "127.0.0.1" && first.id == "c-vicuna")
        #expect(first.time == Date(timeIntervalSince1970: 1_690_000_000.25))
        #expect(battles[4].modelA == "koala" && battles[4].anonymous == false)
    }

    @Test("FastChat's log: what is wrong is named")
    func brokenLog() {
        for (line, code, field) in [
            (Self.vote("leftvote", names: ("", "b")), BattleFileError.Code.missingField, "states[0].model_name"),
            (Self.vote("leftvote", names: ("a", "a")), .selfBattle, "models"),
            (Self.vote("midvote"), .unknownOutcome, "type"),
            (#"{"tstamp":1,"type":"leftvote","models":["",""],"states":[{}]}"#, .missingField, "states"),
            (#"{"tstamp":1,"type":"leftvote","models":7,"states":[{},{}]}"#, .badValue, "models"),
            (
                Self.vote("tievote").replacing(#"["USER","more"]"#, with: #"["USER"]"#), .badValue,
                "states[0].messages[4]"
            ),
        ] {
            let failure = Reading("\n" + line).failures.first
            #expect(
                failure?.code == code && failure?.field == field && failure?.line == 2,
                "\(String(describing: failure))"
            )
        }
    }

    @Test("a cell of nothing but halves of surrogates is read in one go")
    func surrogates() throws {
        let count = 50_000
        let texts = try #require(JSONText.texts("[\"" + String(repeating: #"\ud800"#, count: count) + "\"]"))
        #expect(texts == [String(repeating: "\u{fffd}", count: count)])
    }
}
