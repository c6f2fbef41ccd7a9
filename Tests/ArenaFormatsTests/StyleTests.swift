import Foundation
import Ranking
import Testing

@testable import ArenaFormats

@Suite("Style and features") struct StyleTests {
    private func battles(_ text: String, features: [String] = []) throws -> [BattleRecord] {
        let reader = BattleReader(source: MemoryBytes(name: "f", bytes: Array(text.utf8)), features: features)
        var battles: [BattleRecord] = []
        while let result = try reader.next() { battles.append(try result.get()) }
        return battles
    }

    private func failure(_ text: String, features: [String]) -> BattleFileError? {
        do {
            _ = try battles(text, features: features)
            return nil
        } catch {
            return error as? BattleFileError
        }
    }

    @Test("counts of Markdown")
    func counts() {
        let text = """
            # Title
            ###### Six
            ####### seven are none
            #tag is none

            Some **bold** and __also bold__ and **two** words, but not ** this, nor a*b*c.
            - one
              * two
            + three
            1. four
            22) five
            -not an item
            3.14 is none
            ```swift
            # not a title
            - not an item **nor bold**
            ```
            """
        let counts = StyleCounts(of: [text, "## Second turn\n- six"])
        #expect(counts.headers == 3 && counts.lists == 6 && counts.bold == 3)
        #expect(StyleCounts(of: ["  two\twords \n", ""]).length == 2)
        #expect(StyleCounts(of: []) == StyleCounts(length: 0, headers: 0, lists: 0, bold: 0))
    }

    @Test("differences are shares of the sum")
    func differences() {
        let a = StyleCounts(length: 300, headers: 0, lists: 4, bold: 0)
        let b = StyleCounts(length: 100, headers: 0, lists: 0, bold: 2)
        #expect(StyleCounts.difference(a, b) == [0.5, 0, 1, -1])
        #expect(StyleCounts.difference(b, a) == [-0.5, 0, -1, 1])
    }

    @Test("conv_metadata, as an object or as a string of one")
    func metadata() throws {
        let metadata = #"""
            {"sum_user_tokens":5,"sum_assistant_a_tokens":120,"sum_assistant_b_tokens":80,"header_count_a":{"h1":1,"h2":2},
            "header_count_b":{},"list_count_a":{"ordered":0,"unordered":7},"list_count_b":{"ordered":3},
            "bold_count_a":{"**":4,"__":1},"bold_count_b":{"**":0,"__":0},"turns":1}
            """#.replacing("\n", with: "")
        let escaped = metadata.replacing("\"", with: "\\\"")
        let line = { (metadata: String) in
            #"{"model_a":"A","model_b":"B","winner":"tie","conv_metadata":\#(metadata)}"# + "\n"
        }
        let battles = try battles(line(metadata) + line("\"\(escaped)\"") + line("null"))
        for battle in battles.prefix(2) {
            #expect(battle.styleA == StyleCounts(length: 120, headers: 3, lists: 7, bold: 5))
            #expect(battle.styleB == StyleCounts(length: 80, headers: 0, lists: 3, bold: 0))
            var written: [UInt8] = []
            JSONLinesBattleWriter().write(battle, into: &written)
            let again = try self.battles(String(decoding: written, as: UTF8.self))
            #expect(again[0].styleA == battle.styleA && again[0].styleB == battle.styleB)
        }
        #expect(battles[2].styleA == nil)
        for (bad, field) in [
            ("\"{\"", "conv_metadata"), ("[1]", "conv_metadata"),
            (#"{"sum_assistant_a_tokens":"many"}"#, "conv_metadata.sum_assistant_a_tokens"),
            (#"{"sum_assistant_a_tokens":-1}"#, "conv_metadata.sum_assistant_a_tokens"),
            (
                #"{"sum_assistant_a_tokens":1,"bold_count_a":{"x":1e308,"y":1e308}}"#,
                "conv_metadata.sum_assistant_a_tokens"
            ),
        ] {
            let error = failure("\n" + line(bad), features: [])
            #expect(
                error?.code == .badValue && error?.line == 2 && error?.field == field,
                "\(String(describing: error))"
            )
        }
    }

    @Test("columns as features")
    func columns() throws {
        let csv = "model_a,home,model_b,winner,gap\nA,1,B,tie,-0.5\nB,True,A,model_a,\"1e2\"\n"
        let read = try battles(csv, features: ["gap", "home"])
        #expect(read.map(\.features) == [[-0.5, 1], [100, 1]])
        #expect(try battles(csv).allSatisfy { $0.features.isEmpty })
        let json = #"{"model_a":"A","model_b":"B","winner":"tie","gap":2,"home":false}"# + "\n"
        #expect(try battles(json, features: ["home", "gap"])[0].features == [0, 2])
        // What can be measured need not be a column.
        for text in [csv, json] {
            let read = try battles(text, features: ["bold", "gap", "length"])
            #expect(!read.isEmpty && read.allSatisfy { $0.features[0].isNaN && $0.features[1].isFinite })
        }
        #expect(try battles(csv.replacing("home", with: "lists"), features: ["lists"]).map(\.features) == [[1], [1]])
        #expect(
            PlainBattles(PlainBytes(bytes: Array("model_a,model_b,winner\na,b,tie\n".utf8)), features: ["bold"]) == nil
        )
    }

    @Test("a feature that is missing or no number is named with its line")
    func broken() {
        let head = "model_a,model_b,winner,x\n"
        for (text, code, line) in [
            (head + "A,B,tie,1\nA,B,tie,\n", BattleFileError.Code.missingField, 3),
            (head + "A,B,tie,nan\n", .badValue, 2), (head + "A,B,tie,1e99\n", .badValue, 2),
            (head + "A,B,tie,0x10\n", .badValue, 2), ("model_a,model_b,winner\nA,B,tie\n", .missingColumn, 1),
            ("model_a,model_b,winner,x,x\nA,B,tie,1,2\n", .duplicateColumn, 1),
            (#"{"model_a":"A","model_b":"B","winner":"tie"}"#, .missingField, 1),
            (#"{"model_a":"A","model_b":"B","winner":"tie","x":"one"}"#, .badValue, 1),
            (#"{"model_a":"A","model_b":"B","winner":"tie","x":1e300}"#, .badValue, 1),
        ] {
            let error = failure(text, features: ["x"])
            #expect(
                error?.code == code && error?.line == line && error?.field == "x",
                "\(text): \(String(describing: error))"
            )
        }
    }
}
