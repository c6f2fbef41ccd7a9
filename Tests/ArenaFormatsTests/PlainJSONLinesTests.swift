import Foundation
import Ranking
import Testing

@testable import ArenaFormats

/// The quick way through plain JSON lines gives what the reader gives, and takes nothing that is not plain.
@Suite("Plain JSON lines") struct PlainJSONLinesTests {
    private static let line = #"{"model_a":"a","model_b":"b","winner":"tie"}"#

    @Test("gives what the reader gives, in any number of parts", arguments: 1...20)
    func agrees(seed: UInt64) throws {
        var random = SeededGenerator(seed)
        let names =
            ["a", "b ", " b", "é", "e\u{301}", "모델", "a'b", "x,y", "}{", "[]:", "A", "\u{7f}"] + PlainBattle.longNames
        let labels = ["model_a", "model_b", "tie", "tie (bothbad)", "both_bad", "bothbad"]
        let others = [
            #""x":1"#, #""y" : -0.5e+3"#, #""z":"모"# + #"델""#, #""":null"#, #""t":true"#, #""f": false"#,
            #""model_c":"a""#,
            #""winners":1e400"#, #""n":123456789012345678901234567890"#, #""turns":0"#,
        ]
        let (ends, blanks) = (["\n", "\r\n", "\n\n \n", "\r"], ["", " ", "\t", "  "])
        var text = seed.isMultiple(of: 4) ? "\u{feff}\n" : ""
        for _ in 0..<Int.random(in: 1...200, using: &random) {
            let a = Int.random(in: 0..<names.count, using: &random)
            let b = (a + Int.random(in: 1..<names.count, using: &random)) % names.count
            let blank = { (random: inout SeededGenerator) in blanks.randomElement(using: &random) ?? "" }
            var members = [
                #""model_a":"\#(names[a])""#, #""model_b":\#(blank(&random))"\#(names[b])""#,
                #""winner"\#(blank(&random)):"\#(labels[Int.random(in: 0..<labels.count, using: &random)])""#,
            ]
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                members.append(others.randomElement(using: &random) ?? "")
            }
            members.shuffle(using: &random)
            let separator = blank(&random) + "," + blank(&random)
            text += blank(&random) + "{" + blank(&random) + members.joined(separator: separator) + blank(&random) + "}"
            text += blank(&random) + (ends.randomElement(using: &random) ?? "")
        }
        for parts in [1, 2, 3, 7, 50] {
            let list = try #require(PlainBattle.plain(text, parts: parts))
            #expect(list == PlainBattle.read(text))
        }
    }

    @Test(
        "leaves to the reader what is not plain",
        arguments: [
            "LINE LINE", "LINE,", "LINE\nx", "LINE\n{}", "LINE\n[]", "[LINE]", "LINE\n{", "LINE\n{\"model_a\"",
            #"{"model_a":"a","model_b":"b"}"#, #"{"model_a":"a","winner":"tie"}"#, #"{"model_b":"a","winner":"tie"}"#,
            #"{"model_a":"","model_b":"b","winner":"tie"}"#, #"{"model_a":"b","model_b":"b","winner":"tie"}"#,
            #"{"model_a":"a","model_b":"b","winner":"draw"}"#, #"{"model_a":"a","model_b":"b","winner":null}"#,
            #"{"model_a":1,"model_b":"b","winner":"tie"}"#, #"{"model_a":"\u0061","model_b":"b","winner":"tie"}"#,
            #"{"model_a":"z","model_a":"a","model_b":"b","winner":"tie"}"#,
            #"{"model_a":"a","model_b":"z","model_b":"b","winner":"tie"}"#,
            #"{"model_a":"a","model_b":"b","winner":"tie","winner":"model_a"}"#,
            #"{"model_a":"a","model_b":"b","winner":"tie",}"#, #"{"model_a":"a","model_b":"b","winner":"tie";"x":1}"#,
            "{\"model_a\":\"a\",\n\"model_b\":\"b\",\"winner\":\"tie\"}",
            "{\"model_a\":\"a\u{1}\",\"model_b\":\"b\",\"winner\":\"tie\"}",
        ]
    )
    func leaves(text: String) { #expect(PlainBattle.plain(text.replacing("LINE", with: Self.line)) == nil) }

    @Test(
        "leaves a record with a member that a battle is more than plain with, or that is no JSON",
        arguments: [
            #""question_id":"q""#, #""id":5"#, #""judge":"j""#, #""turn":1"#, #""anony":true"#, #""tstamp":1"#,
            #""language":"en""#, #""conversation_a":null"#, #""conv_metadata":null"#, #""x":[]"#, #""x":{}"#,
            #""x":01"#, #""x":1."#, #""x":.5"#, #""x":+1"#, #""x":1e"#, #""x":-"#, #""x":nul"#, #""x":True"#, #""x":"#,
            #""x":"\n""#, #""x":"%FF""#, #""%C3":1"#, #""x":"%09""#, #""x" 1"#, "x:1", #""x":1 2"#, #""x":1,,"y":2"#,
        ]
    )
    func leavesMembers(member: String) {
        let text = bytes(#"{"model_a":"a","model_b":"b","winner":"tie","# + member + "}\n")
        #expect(PlainBattles(PlainBytes(bytes: text)) == nil)
    }

    @Test("leaves a line longer than is plain, and takes one that is not")
    func longLines() {
        for (count, isPlain) in [(1 << 19, true), (1 << 20, false)] {
            let text = Self.line.dropLast() + #","x":""# + String(repeating: "x", count: count) + "\"}"
            #expect((PlainBattle.plain(String(text)) != nil) == isPlain)
        }
    }

    @Test("features are read as the reader reads them, or left to it")
    func features() throws {
        let values = ["1", "-0.5", "0", "-0", "3.25", "123456789012345", "0.000001", "true", "false", "-12.5000"]
        let odd = ["1e3", "\"1\"", "null", "[1]", "1234567890123456", "7.", "1e400", "1,\"x\":2"]
        for (number, value) in (values + odd).enumerated() {
            let text =
                #"{"y":\#(value),"model_a":"a","x":2,"winner":"tie","model_b":"b"}"# + "\n"
                + #"{"model_a":"b","x":\#(value),"winner":"model_a","y":5,"model_b":"a"}"#
            let plain = PlainBattles(PlainBytes(bytes: Array(text.utf8)), features: ["x", "y"])
            #expect((plain != nil) == (number < values.count), "\(value)")
            guard let plain else { continue }
            let reader = BattleReader(source: MemoryBytes(name: "f", bytes: Array(text.utf8)), features: ["x", "y"])
            var read: [Double] = []
            while let record = try reader.next() { read += try record.get().features }
            #expect(plain.values == read && plain.count == 2, "\(value)")
        }
        #expect(PlainBattles(PlainBytes(bytes: Array(Self.line.utf8)), features: ["x"]) == nil)
        #expect(PlainBattles(PlainBytes(bytes: Array(Self.line.utf8)), features: ["turn"]) == nil)
        #expect(PlainBattles(PlainBytes(bytes: Array(Self.line.utf8)), features: ["winner"]) == nil)
    }
}
