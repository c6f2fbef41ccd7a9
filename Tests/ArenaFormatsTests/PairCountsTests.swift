import CZlib
import Ranking
import Testing

@testable import ArenaFormats

@Suite("Pair counts") struct PairCountsTests {
    private typealias Pairs = (pairs: [PairCountRecord], failures: [BattleFileError])

    private func read(_ bytes: [UInt8], chunk: Int = 7) throws -> Pairs {
        let file = try BattleFile.open(source: MemoryBytes(name: "f", bytes: bytes, chunkSize: chunk))
        guard case .pairCounts(let reader) = file else {
            Issue.record("is not recognised")
            return ([], [])
        }
        var pairs: Pairs = ([], [])
        while let result = try reader.next() {
            switch result {
            case .success(let pair): pairs.pairs.append(pair)
            case .failure(let error): pairs.failures.append(error)
            }
        }
        return pairs
    }

    private func read(_ text: String) throws -> Pairs { try read(Array(text.utf8)) }

    @Test("CSV, with and without ties, in any order of columns")
    func csv() throws {
        let csv = #"""

            note,model_b,model_a,both_bad,wins_b,wins_a,ties
            x,b," a, ""1""",4,2,1,3
            "two
            lines",d, c ,,0,9223372036854775807,

            """#
        let (pairs, failures) = try read(csv)
        #expect(failures == [])
        #expect(
            pairs == [
                PairCountRecord(modelA: " a, \"1\"", modelB: "b", winsA: 1, winsB: 2, ties: 3, bothBad: 4, line: 3),
                PairCountRecord(modelA: " c ", modelB: "d", winsA: .max, record: 2, line: 4),
            ]
        )
        #expect(try read("wins_a,wins_b,model_a,model_b\r\n1,2,a,b\r\n").pairs.first?.winsB == 2)
        #expect(try read("\u{feff}model_a,model_b,wins_a,wins_b\n").pairs == [])
    }

    @Test("JSON lines")
    func jsonLines() throws {
        let json = """
            {"model_a":"a","model_b":"b","wins_a":1,"wins_b":9223372036854775807,"ties":3,"both_bad":4,"x":[{"y":null}]}

            {"wins_a":0,"wins_b":0,"ties":null,"model_b":"\\u00e9","model_a":"c"}
            """
        let (pairs, failures) = try read(json)
        #expect(failures == [])
        #expect(
            pairs == [
                PairCountRecord(modelA: "a", modelB: "b", winsA: 1, winsB: .max, ties: 3, bothBad: 4),
                PairCountRecord(modelA: "c", modelB: "é", record: 2, line: 3),
            ]
        )
    }

    @Test(
        "what is wrong with a row is named",
        arguments: [
            ("a,a,1,2,3", "selfBattle", "model_b"), ("a,b,-1,2,3", "badValue", "wins_a"),
            ("a,b,1,2.5,3", "badValue", "wins_b"), ("a,b,1,2,9223372036854775808", "badValue", "ties"),
            ("a,b,,2,3", "badValue", "wins_a"), ("a,b,1,x,3", "badValue", "wins_b"),
            (",b,1,2,3", "missingField", "model_a"),
            ("a,b,1,2", "wrongColumnCount", ""), ("a,b,1,2,3,4", "wrongColumnCount", ""),
            ("a,b,+1,2,3", "badValue", "wins_a"),
            ("a,\"b\"c,1,2,3", "strayQuote", ""),
        ]
    )
    func brokenRows(row: String, code: String, field: String) throws {
        let (pairs, failures) = try read("model_a,model_b,wins_a,wins_b,ties\nx,y,1,1,1\n\(row)\nx,z,1,1,1\n")
        #expect(pairs.map(\.record) == [1, 3] && failures.count == 1)
        let failure = try #require(failures.first)
        #expect(failure.code.description == code && failure.field ?? "" == field && failure.line == 3, "\(failure)")
    }

    @Test(
        "what is wrong with a line is named",
        arguments: [
            (#""model_a":"a","model_b":"a","wins_b":1"#, "selfBattle", "model_b"),
            (#""model_a":"a","model_b":"b","wins_b":-1"#, "badValue", "wins_b"),
            (#""model_a":"a","model_b":"b","wins_b":1.5"#, "badValue", "wins_b"),
            (#""model_a":"a","model_b":"b","wins_b":9223372036854775808"#, "badValue", "wins_b"),
            (#""model_a":"a","model_b":"b","wins_b":"one""#, "badValue", "wins_b"),
            (#""model_a":"a","model_b":"b","wins_b":true"#, "badValue", "wins_b"),
            (#""model_a":"a","model_b":"b","wins_b":null"#, "missingField", "wins_b"),
            (#""model_a":"a","model_b":"b""#, "missingField", "wins_b"),
            (#""model_a":"a","wins_b":1"#, "missingField", "model_b"),
            (#""model_a":"a","model_b":["b"],"wins_b":1"#, "badValue", "model_b"),
            (#""model_a":"","model_b":"b","wins_b":1"#, "missingField", "model_a"),
            (#""model_a":"a\u0000","model_b":"b","wins_b":1"#, "badValue", "model_a"),
            (#""model_a":"a","model_b":"b","wins_b":"#, "brokenJSON", ""),
        ]
    )
    func brokenLines(members: String, code: String, field: String) throws {
        let good = #"{"model_a":"x","model_b":"y","wins_a":1,"wins_b":1}"#
        let (pairs, failures) = try read("\(good)\n{\"wins_a\":1,\(members)}\n\(good)\n")
        #expect(pairs.map(\.record) == [1, 3] && failures.count == 1)
        let failure = try #require(failures.first)
        #expect(failure.code.description == code && failure.field ?? "" == field && failure.line == 2, "\(failure)")
    }

    @Test("counts as tables spell them, and a JSON array of them")
    func spellings() throws {
        let expected = try read("model_a,model_b,wins_a,wins_b,ties\na,7,1,2,3\nb,7,0,1,0\n").pairs
        let objects =
            #"{"model_a":"a","model_b":7,"wins_a":1.0,"wins_b":"2","ties":"3.0"}"#
            + #",{"model_a":"b","model_b":"7","wins_a":0,"wins_b":1,"ties":null}"#
        for text in [
            "model_a,model_b,wins_a,wins_b,ties\na,7,1.0,2.0,3.0\nb,7,0.0,1.0,\n", "[" + objects + "]",
            "[\n  " + objects.replacing(",{", with: ",\n{\n") + "\n]\n", objects.replacing("},{", with: "}\n{"),
        ] {
            let (pairs, failures) = try read(text)
            #expect(failures == [] && pairs.count == 2, "\(text)")
            for (pair, other) in zip(pairs, expected) {
                var pair = pair
                pair.line = other.line
                #expect(pair == other)
            }
        }
        #expect(throws: BattleFileError.self) { try read("[" + objects) }
    }

    @Test("odd members beside counts, and words for no value")
    func oddMembers() throws {
        for text in [
            #"[{"model_a":"A","meta":{"x":[{}],"y":"}"},"model_b":"B","wins_a":3,"wins_b":2,"ties":NaN}]"#,
            #"{"model_a":"A","model_b":"B","wins_a":3,"wins_b":2,"ties":NaN,"note":"\ud83d"}"#,
            #"{"model_a":"A\"winner","model_b":"B","wins_a":3,"wins_b":2}"#,
            #"{"model_a":"NaN","model_b":"null","wins_a":3,"wins_b":2,"ties":"NaN"}"#,
            "model_a,model_b,wins_a,wins_b,ties\nA,B,3,2,NaN\n",
        ] {
            let (pairs, failures) = try read(text)
            #expect(failures == [] && pairs.map(\.winsA) == [3] && pairs.map(\.ties) == [0], "\(text)")
        }
    }

    @Test("quotes are single again whatever combines with them")
    func combiningQuotes() throws {
        let name = "a\"\u{619}b\"\""
        var bytes: [UInt8] = []
        PairCountsWriter(.csv).start(into: &bytes)
        PairCountsWriter(.csv).write(PairCountRecord(modelA: name, modelB: "c", winsA: 1), into: &bytes)
        let read = try #require(try read(bytes).pairs.first)
        #expect(Array(read.modelA.utf8) == Array(name.utf8))
        let battles = Reading("model_a,model_b,winner,\"x\"\"\u{619}\"\nA,B,tie,1\n")
        #expect(battles.ignoredColumns.map { Array($0.utf8) } == [Array("x\"\u{619}".utf8)])
    }

    @Test("counts become counts again; nothing else, and no sum that cannot be held")
    func conversion() throws {
        var writer = BattleWriter(.pairCountsLines)
        try writer.write(PairCountRecord(modelA: "a", modelB: "b", winsA: 5, winsB: 1, ties: 2))
        try writer.write(PairCountRecord(modelA: "b", modelB: "a", winsA: 10, winsB: 20, bothBad: 1))
        #expect(writer.count == 39)
        #expect(throws: BattleWriterError.self) {
            try writer.write(PairCountRecord(modelA: "a", modelB: "b", winsA: .max))
        }
        var bytes: [UInt8] = []
        writer.finish(into: &bytes)
        let read = try read(String(decoding: bytes, as: UTF8.self)).pairs
        #expect(read == [PairCountRecord(modelA: "a", modelB: "b", winsA: 25, winsB: 11, ties: 2, bothBad: 1)])
        var other = BattleWriter(.csv)
        #expect(throws: BattleWriterError.self) { try other.write(PairCountRecord(modelA: "a", modelB: "b")) }
    }

    @Test("headers that cannot be read are refused")
    func headers() {
        for (header, code) in [
            ("model_a,wins_a,wins_b", BattleFileError.Code.missingColumn),
            ("model_a,model_a,model_b,wins_a,wins_b", .duplicateColumn),
        ] {
            let error = #expect(throws: BattleFileError.self) { try read(header + "\n") }
            #expect(error?.code == code && error?.line == 1)
        }
        let error = #expect(throws: BattleFileError.self) {
            try PairCountsReader(source: MemoryBytes(name: "f", bytes: Array("model_a,model_b,winner\n".utf8)))
        }
        #expect(error?.code == .unknownFormat)
    }

    @Test("kinds are told apart, and no reader of battles takes pair counts")
    func kinds() throws {
        let counts = [
            "model_a,model_b,wins_a,wins_b\na,b,1,2\n", #"{"model_a":"a","model_b":"b","wins_a":1,"wins_b":1}"#,
        ]
        for text in counts {
            let reading = Reading(text)
            #expect(reading.results == [] && reading.fatal?.code == .unknownFormat && reading.fatal?.line == 1)
            let plain = try withFile(Array(text.utf8)) { PlainBattles(path: $0) }
            #expect(plain == nil)
        }
        let battles = [
            "model_a,model_b,winner,wins_a,wins_b\na,b,tie,1,2\n",
            #"{"model_a":"a","model_b":"b","winner":"tie","wins_a":1,"wins_b":2}"#,
            #"{"model_a":"a","model_b":"b","winner":"tie","conversation_a":[{"role":"user","content":"{\"wins_a\":1,\"wins_b\":2}"}]}"#,
            #"[{"model_a":"a","model_b":"b","winner":"tie"}]"#,
        ]
        for text in battles {
            let file = try BattleFile.open(source: MemoryBytes(name: "f", bytes: Array(text.utf8)))
            guard case .battles(let reader) = file else {
                Issue.record("\(text) is not read as battles")
                continue
            }
            #expect(Reading(reader).battles.map(\.outcome) == [.tie])
        }
        #expect(throws: BattleFileError.self) { try BattleFile.open(path: "/nowhere/at all") }
    }

    @Test("what is written reads back, gzipped too", arguments: [true, false])
    func written(isCSV: Bool) throws {
        var random = RandomBattles(seed: 5)
        var pairs: [PairCountRecord] = []
        for number in 1...300 {
            let battle = random.next()
            let counts = (0..<4).map { _ in random.maybe { _ in Int64.random(in: 0 ... .max) } ?? 0 }
            pairs.append(
                PairCountRecord(
                    modelA: battle.modelA,
                    modelB: battle.modelB,
                    winsA: counts[0],
                    winsB: counts[1],
                    ties: counts[2],
                    bothBad: counts[3],
                    record: number
                )
            )
        }
        let writer = PairCountsWriter(isCSV ? .csv : .jsonLines)
        var bytes: [UInt8] = []
        writer.start(into: &bytes)
        for pair in pairs { writer.write(pair, into: &bytes) }
        let encoder = try #require(GzipEncoder())
        var gzipped: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 1000) {
            encoder.compress(Array(bytes[start..<min(start + 1000, bytes.count)]), into: &gzipped)
        }
        encoder.finish(into: &gzipped)
        for bytes in [bytes, gzipped] {
            var (read, failures) = try read(bytes)
            for place in read.indices { read[place].line = 1 }
            #expect(failures == [] && read.count == pairs.count)
            #expect(zip(read, pairs).allSatisfy { Array("\($0)".utf8) == Array("\($1)".utf8) })
        }
    }
}
