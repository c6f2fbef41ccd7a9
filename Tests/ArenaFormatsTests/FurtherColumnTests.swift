import Testing

@testable import ArenaFormats

@Suite("Columns that mean nothing to the arena") struct FurtherColumnTests {
    private func battles(_ text: String) throws -> [BattleRecord] {
        let reader = BattleReader(source: MemoryBytes(name: "f", bytes: Array(text.utf8)), keepsFurther: true)
        var battles: [BattleRecord] = []
        while let result = try reader.next() { battles.append(try result.get()) }
        return battles
    }

    private func written(_ battles: [BattleRecord], as format: BattleWriter.Format) throws -> String {
        var writer = BattleWriter(format)
        if let first = battles.first { writer.add(columns: first.further.map(\.name)) }
        var bytes: [UInt8] = []
        for battle in battles { try writer.write(battle, into: &bytes) }
        writer.finish(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("of a table: numbers, flags and texts, with nested columns or without", arguments: [false, true])
    func table(isNested: Bool) throws {
        let text = """
            home,model_a,model_b,winner,probability,,country,big,is_final,note,home\(isNested ? ",conv_metadata" : "")
            1,A,B,model_a,0.25,x,KR,007,true,"says ""no"", then",9\(isNested ? #","{""turns"":2}""# : "")
            -3.5,B,A,tie,,y,,12345678901234567890123,False,NaN,8\(isNested ? "," : "")

            """
        let read = try battles(text)
        #expect(
            read[0].further.map(\.name) == ["home", "probability", "country", "big", "is_final", "note"]
                && read[0].further.map(\.text) == ["1", "0.25", "KR", "007", "true", "says \"no\", then"]
        )
        #expect(read[1].further.map(\.name) == ["home", "big", "is_final", "note"])
        let lines = try written(read, as: .jsonLines)
        #expect(
            lines.contains(
                #""home":1,"probability":0.25,"country":"KR","big":"007","is_final":true,"note":"says \"no\", then"}"#
            )
        )
        #expect(lines.contains(#""home":-3.5,"big":"12345678901234567890123","is_final":"False","note":"NaN"}"#))
        #expect(try battles(lines).map(\.further) == read.map(\.further))
        let table = try written(read, as: .csv)
        #expect(try battles(table).map(\.further) == read.map(\.further))
        #expect(try written(try battles(lines), as: .csv) == table)
        let others = try written(read, as: .preference140k)
        #expect(!others.contains("home"))
    }

    @Test("of JSON: what is no object, list or null, the last of each name")
    func json() throws {
        let line = #"""
            {"x":1," winner ":"w"," y ":"z","model_a":"A","model_b":"B","winner":"tie","tags":["t"],"x":2.50,"s":"12","o":{"a":1},"l":[1],"n":null,"":3,"f":false,"e":""}
            """#
        let read = try battles(line)
        #expect(
            read[0].further.map { [$0.name, $0.text] } == [
                ["y", "z"], ["x", "2.5"], ["s", "12"], ["f", "false"], ["e", ""],
            ]
        )
        let again = try battles(try written(read, as: .jsonLines))
        #expect(
            again
                == read.map { battle in
                    var copy = battle
                    (copy.record, copy.line) = (1, 1)
                    return copy
                }
        )
    }

    @Test("of a line of FastChat's log")
    func log() throws {
        func state(_ name: String) -> String {
            #"{"roles":["U","A"],"messages":[["U","q"]],"offset":0,"model_name":"\#(name)"}"#
        }
        let line =
            #"{"tstamp":1.5,"type":"leftvote","models":["",""],"states":[\#(state("v")),\#(state("w"))],"ip":"i","country":"KR"}"#
        #expect(try battles(line).first?.further.map(\.name) == ["country"])
        #expect(try written(try battles(line), as: .jsonLines).hasSuffix(#","country":"KR"}"# + "\n"))
    }

    @Test("features are read from what was written")
    func features() throws {
        let text = "model_a,model_b,winner,home,length\nA,B,model_a,1,2.5\nB,A,tie,-1,1e-7\n"
        let read = try battles(text)
        for format in [BattleWriter.Format.csv, .jsonLines] {
            let bytes = Array(try written(read, as: format).utf8)
            let reader = BattleReader(source: MemoryBytes(name: "f", bytes: bytes), features: ["home", "length"])
            var features: [[Double]] = []
            while let result = try reader.next() { features.append(try result.get().features) }
            #expect(features == [[1, 2.5], [-1, 1e-7]], "\(format)")
        }
    }

    @Test("a column that the header of a table does not have is counted")
    func leftOut() throws {
        let read = try battles(
            #"{"model_a":"A","model_b":"B","winner":"tie","x":1}"# + "\n"
                + #"{"model_a":"A","model_b":"B","winner":"tie","y":1}"#
        )
        var writer = BattleWriter(.csv)
        writer.add(columns: ["x"])
        var bytes: [UInt8] = []
        for battle in read { try writer.write(battle, into: &bytes) }
        #expect(writer.leftOut == ["y": 1])
        #expect(String(decoding: bytes, as: UTF8.self).contains("dedup_tag,x\n"))
    }

    @Test("without being asked, nothing is kept")
    func unasked() throws {
        let reader = BattleReader(
            source: MemoryBytes(name: "f", bytes: Array("model_a,model_b,winner,x\nA,B,tie,1\n".utf8))
        )
        #expect(try reader.next()?.get().further == [])
    }
}
