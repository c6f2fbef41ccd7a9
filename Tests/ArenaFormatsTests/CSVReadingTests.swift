import Foundation
import Ranking
import Testing

@testable import ArenaFormats

@Suite("CSV")
struct CSVReadingTests {
    @Test("Three columns are enough, and every spelling of an outcome is known")
    func outcomes() {
        let labels = ["model_a", "model_b", "tie", "tie (bothbad)", "both_bad", "bothbad"]
        let reading = Reading("model_a,model_b,winner\n" + labels.map { "x,y,\($0)\n" }.joined())
        #expect(reading.battles.map(\.outcome) == [.modelA, .modelB, .tie, .bothBad, .bothBad, .bothBad])
        #expect(reading.battles.map(\.record) == Array(1...6))
        #expect(reading.battles.map(\.line) == Array(2...7))
        #expect(reading.fatal == nil)
        #expect(reading.battles.first == BattleRecord(modelA: "x", modelB: "y", outcome: .modelA, record: 1, line: 2))
    }

    @Test("Optional columns are read under all their names, empty cells are nil, other columns are listed")
    func optionalColumns() throws {
        let reading = Reading(
            """
            id, winner ,model_b,model_a,timestamp,judge,prompt,language,home
            q1,tie,B,A,1682351591.1322,j,"Say ""hi"", please",en,1
            ,tie,B,A,,,,,

            """
        )
        let full = try #require(reading.battles.first)
        #expect(full.id == "q1")
        #expect(full.modelA == "A" && full.modelB == "B")
        #expect(full.time == Date(timeIntervalSince1970: 1_682_351_591.1322))
        #expect(full.judge == "j")
        #expect(full.prompt == ["Say \"hi\", please"])
        #expect(full.language == "en")
        #expect(full.responseA == nil)
        #expect(reading.battles.last == BattleRecord(modelA: "A", modelB: "B", outcome: .tie, record: 2, line: 3))
        #expect(reading.ignoredColumns == ["home"])
    }

    @Test("Of two names of one field the preferred one counts, and the other is listed")
    func aliases() {
        let reading = Reading("model_a,model_b,winner,date,tstamp,id,question_id\na,b,tie,2020-01-01,0,x,y\n")
        #expect(reading.battles.first?.time == Date(timeIntervalSince1970: 0))
        #expect(reading.battles.first?.id == "y")
        #expect(reading.ignoredColumns == ["date", "id"])
    }

    @Test("Values are exact: nothing is trimmed, folded or normalised")
    func exactValues() {
        let reading = Reading("model_a,model_b,winner\n GPT , gpt,tie\ne\u{301},é,tie\nA,a,tie\nsay \"x\",y,tie\n")
        #expect(reading.failures.isEmpty)
        #expect(
            reading.battles.map { Array($0.modelA.utf8) }
                == [" GPT ", "e\u{301}", "A", "say \"x\""].map { Array($0.utf8) }
        )
        #expect(reading.battles.map { Array($0.modelB.utf8) } == [" gpt", "é", "a", "y"].map { Array($0.utf8) })
    }

    @Test("Quoted fields hold commas, quotes and line ends, and line numbers stay right")
    func quotes() {
        let reading = Reading(
            "model_a,model_b,winner,prompt\n"
                + "\"a,\"\"1\"\"\",\"b\n\r\n\r2\",\"tie\",p\n"
                + "c,d,tie,\"\"\n"
                + "\"\"\"\",d,model_a,\"x\ny\"\n"
                + "c,d,?,q\n"
        )
        #expect(reading.battles.map(\.modelA) == ["a,\"1\"", "c", "\""])
        #expect(reading.battles.map(\.modelB) == ["b\n\r\n\r2", "d", "d"])
        #expect(reading.battles.map(\.line) == [2, 6, 7])
        #expect(reading.failures.map(\.line) == [9])
    }

    @Test("LF, CRLF and CR end lines, blank lines count as lines, the last line end may be missing")
    func lineEnds() {
        for end in ["\n", "\r\n", "\r"] {
            let lines = ["", "model_a,model_b,winner", "a,b,tie", "", "  ", "c,d,model_b", "e,f,nobody", "g,h,tie"]
            let reading = Reading(lines.joined(separator: end))
            #expect(reading.battles.map(\.line) == [3, 6, 8])
            #expect(reading.failures.map(\.line) == [7])
            #expect(reading.results.count == 4)
            #expect(reading.fatal == nil)
        }
    }

    @Test(
        "A row that is no battle fails alone, with its place and field",
        arguments: [
            (
                "a,b,leftvote?,", "unknownOutcome", "winner",
                "\"leftvote?\" is not an outcome (model_a, model_b, tie, tie (bothbad))"
            ),
            (
                "a,b,Tie,", "unknownOutcome", "winner",
                "\"Tie\" is not an outcome (model_a, model_b, tie, tie (bothbad))"
            ),
            (
                "a,b,tie ,", "unknownOutcome", "winner",
                "\"tie \" is not an outcome (model_a, model_b, tie, tie (bothbad))"
            ),
            ("a,b,model_c,", "unknownOutcome", "winner", nil),
            ("a,b,,", "missingField", "winner", nil),
            (",b,tie,", "missingField", "model_a", nil),
            ("a,\"\",tie,", "missingField", "model_b", nil),
            ("a,a,tie,", "selfBattle", "model_b", "\"a\" battles itself"),
            ("\"a\",a,tie,", "selfBattle", "model_b", "\"a\" battles itself"),
            ("a,b,tie", "wrongColumnCount", nil, "the row has 3 columns, the header has 4"),
            ("a,b,tie,1,2", "wrongColumnCount", nil, "the row has 5 columns, the header has 4"),
            ("a,\"b\"x,tie,", "strayQuote", "model_b", nil),
            ("a%FF,b,tie,", "invalidUTF8", "model_a", "byte 2 of the value is not UTF-8"),
            ("a,%ED%A0%80,tie,", "invalidUTF8", "model_b", "byte 1 of the value is not UTF-8"),
            ("a,b,%C0,", "invalidUTF8", "winner", nil),
            ("a%00,b,tie,", "badValue", "model_a", "contains U+0000, which cannot be stored"),
            ("a,b,tie,yesterday", "badValue", "date", nil),
            ("a,b,tie,600000000000", "badValue", "date", nil),
        ] as [(String, String, String?, String?)]
    )
    func brokenRows(row: String, code: String, field: String?, problem: String?) {
        let reading = Reading(bytes("model_a,model_b,winner,date\nx,y,tie,\n\(row)\nv,w,model_a,\n"))
        #expect(reading.battles.map(\.modelA) == ["x", "v"])
        #expect(reading.battles.map(\.record) == [1, 3])
        #expect(reading.failures.count == 1)
        let error = reading.failures.first
        #expect(error?.code.description == code)
        #expect(error?.file == "f")
        #expect(error?.line == 3)
        #expect(error?.field == field)
        if let problem { #expect(error?.problem == problem) }
        #expect(reading.fatal == nil)
    }

    @Test("A quote that is never closed ends the reading at the line where it opens")
    func unterminatedQuote() {
        let reading = Reading("model_a,model_b,winner\na,b,tie\n\"c\nd\",\"e\nf,tie\ng,h,tie\n")
        #expect(reading.battles.count == 1)
        #expect(reading.failures.isEmpty)
        #expect(reading.fatal?.code == .unterminatedQuote)
        #expect(reading.fatal?.line == 4)
    }

    @Test(
        "A header without what is needed is refused",
        arguments: [
            ("model_a,model_b\na,b\n", "missingColumn", "winner"),
            ("Model_A,model_b,winner\na,b,tie\n", "missingColumn", "model_a"),
            ("model_a,model_b,winner,winner\na,b,tie,tie\n", "duplicateColumn", "winner"),
            ("model_a,model_b,winner,date,date\na,b,tie,,\n", "duplicateColumn", "date"),
            ("name,price\nx,1\n", "unknownFormat", nil),
            ("hello", "unknownFormat", nil),
        ] as [(String, String, String?)]
    )
    func brokenHeaders(text: String, code: String, field: String?) {
        let reading = Reading("\n" + text)
        #expect(reading.results.isEmpty)
        #expect(reading.fatal?.code.description == code)
        #expect(reading.fatal?.line == 2)
        #expect(reading.fatal?.field == field)
    }

    @Test("Two ignored columns of one name are no problem")
    func ignoredDuplicates() {
        let reading = Reading("model_a,model_b,winner,x,x\na,b,tie,%,\n")
        #expect(reading.battles.count == 1)
        #expect(reading.ignoredColumns == ["x", "x"])
    }

    @Test("Bytes that are not UTF-8 do not matter in a column that is not read")
    func ignoredBytes() {
        #expect(Reading(bytes("model_a,model_b,winner,x\na,b,tie,%FF%00\n")).battles.count == 1)
    }

    @Test("More names than the cache holds are read all the same")
    func manyNames() {
        var text = "model_a,model_b,winner\n"
        for number in 0..<70_000 { text += "m\(number),n\(number % 7),tie\n" }
        let battles = Reading(text).battles
        #expect(battles.count == 70_000)
        #expect(battles.indices.allSatisfy { battles[$0].modelA == "m\($0)" && battles[$0].modelB == "n\($0 % 7)" })
    }
}
