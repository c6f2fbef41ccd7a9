import Foundation
import Ranking
import Testing

@testable import ArenaFormats

/// The quick way through a plain file gives what the reader gives, and takes nothing that is not plain.
@Suite("Plain battles") struct PlainBattlesTests {
    private func plain(_ text: String, parts: Int = 2, block: Int = PlainBlocks.size) -> [PlainBattle]? {
        PlainBattle.plain(text, parts: parts, block: block)
    }

    private func read(_ text: String) -> [PlainBattle]? { PlainBattle.read(text) }

    @Test("gives what the reader gives, in any number of parts", arguments: 1...20)
    func agrees(seed: UInt64) throws {
        var random = SeededGenerator(seed)
        let quotes = seed.isMultiple(of: 3)
        let names =
            ["a", "b ", " b", "é", "e\u{301}", "모델", "a'b", "x#y", "-", "A"] + PlainBattle.longNames
            + (quotes ? ["x,y", "a,b,c,d,e,f,g,h,i", ","] : [])
        let labels = ["model_a", "model_b", "tie", "tie (bothbad)", "both_bad", "bothbad"]
        let lineEnd = seed.isMultiple(of: 5) ? "\r\n" : "\n"
        let columns = [
            ["model_a", "model_b", "winner"], ["winner", "x", "model_b", "y", "model_a"],
            [" model_b", "winner ", "model_a"],
        ][Int(seed % 3)]
        var text = (seed.isMultiple(of: 4) ? "\u{feff}" : "") + columns.joined(separator: ",") + lineEnd
        for _ in 0..<Int.random(in: 0...300, using: &random) {
            let a = Int.random(in: 0..<names.count, using: &random)
            let b = (a + Int.random(in: 1..<names.count, using: &random)) % names.count
            text +=
                columns.map { column in
                    let cell: String
                    switch column.trimmingCharacters(in: .whitespaces) {
                    case "model_a": cell = names[a]
                    case "model_b": cell = names[b]
                    case "winner": cell = labels[Int.random(in: 0..<labels.count, using: &random)]
                    default: cell = String(repeating: "z", count: Int.random(in: 0...30, using: &random))
                    }
                    return quotes && (Bool.random(using: &random) || cell.contains(",")) ? "\"\(cell)\"" : cell
                }.joined(separator: ",") + lineEnd
        }
        if seed.isMultiple(of: 2), text.split(separator: lineEnd).count > 1 { text.removeLast() }
        for parts in [1, 2, 3, 7, 50] {
            let list = try #require(plain(text, parts: parts))
            #expect(list == read(text))
            for block in [1, 7, 64, 1000] { #expect(plain(text, parts: parts, block: block) == list, "\(block)") }
        }
    }

    @Test("a file of nothing but its header has no battles", arguments: ["", "\n", "\r\n"])
    func headerAlone(lineEnd: String) throws {
        #expect(try #require(plain("model_a,model_b,winner" + lineEnd)).isEmpty)
    }

    @Test(
        "leaves to the reader what is not plain",
        arguments: [
            "model_a,model_b,winner\n\"a\"\"\",b,tie\n", "model_a,model_b,winner\n\"a\nb\",b,tie\n",
            "model_a,model_b,winner\n\"a\"x,b,tie\n", "model_a,model_b,winner\na,b,\"tie",
            "model_a,model_b,winner\na\",b,tie",
            "model_a,model_b,winner\ra,b,tie\ra,b,tie\r", "model_a,model_b,winner\r\na,b,tie\ra,b,tie\n",
            "model_a,model_b,winner\na,b,tie\n\na,b,tie\n",
            "model_a,model_b,winner\na,b\n", "model_a,model_b,winner\na,b,tie,\n", "model_a,model_b,winner\na,b,draw\n",
            "model_a,model_b,winner\na,b,\n", "model_a,model_b,winner\na,a,tie\n", "model_a,model_b,winner\n,b,tie\n",
            "model_a,model_b,winner\na\u{0},b,tie\n", "model_a,model_b\na,b\n",
            "model_a,model_b,winner,judge\na,b,tie,j\n",
            "model_a,model_b,winner,id\na,b,tie,1\n", "PAR1,model_a,model_b,winner\n1,a,b,tie\n", "", " \n", "[]\n",
            "{,model_a,model_b,winner\n1,a,b,tie\n",
            "model_a,model_b,winner\n   \na,b,tie\n",
        ]
    )
    func leaves(text: String) { #expect(plain(text) == nil) }

    @Test("leaves to the reader what is no text")
    func garbage() {
        var bytes = Array("model_a,model_b,winner\n".utf8)
        bytes.append(contentsOf: [0xff, 0x2c])
        bytes.append(contentsOf: "b,tie\n".utf8)
        #expect(PlainBattles(PlainBytes(bytes: bytes)) == nil)
        #expect(
            PlainBattles(path: "/nonexistent") == nil && PlainBattles(path: "/tmp") == nil
                && PlainBattles(path: "/dev/null") == nil
        )
    }

    @Test("a file that becomes shorter while it is read, or has a line without end, is left to the reader")
    func shortened() {
        /// A file that ends where nobody expects it.
        struct Shortened: PlainSource {
            let bytes: PlainBytes
            let end: Int
            var count: Int { bytes.count }

            func read(into buffer: inout [UInt8], from index: Int, to last: Int, at offset: Int) -> Bool {
                offset + last - index <= end && bytes.read(into: &buffer, from: index, to: last, at: offset)
            }
        }
        let rows = String(repeating: "a,b,tie\n", count: 200_000)
        let bytes = PlainBytes(bytes: Array(("model_a,model_b,winner\n" + rows).utf8))
        #expect(PlainBattles(Shortened(bytes: bytes, end: bytes.count))?.count == 200_000)
        for end in [0, 1 << 20, 1_200_000, bytes.count - 1] {
            #expect(PlainBattles(Shortened(bytes: bytes, end: end)) == nil, "\(end)")
        }
        let endless = "model_a,model_b,winner\na,b,tie\na" + String(repeating: "x", count: 5 << 20) + ",b,tie\n"
        #expect(plain(endless) == nil && plain("x" + endless) == nil)
        #expect(PlainBattles(PlainBytes(bytes: [UInt8](repeating: 0x20, count: 3 << 20))) == nil)
    }

    @Test("keeps more names than its first table holds")
    func manyNames() throws {
        var text = "model_a,model_b,winner\n"
        for number in 0..<9_000 { text += "m\(number),m\((number * 7 + 1) % 9_000),model_a\n" }
        let list = try #require(plain(text, parts: 3))
        #expect(list == read(text))
        for number in 9_000..<33_000 { text += "m\(number),m0,tie\n" }
        #expect(plain(text) == nil, "more models than fit")
    }

    @Test("features are read as the reader reads them, or left to it")
    func features() throws {
        let cells = ["1", "-0.5", "0", "-0", "3.25", "123456789012345", "0.000001", "7.", "99999.12345", "-12.5000"]
        let odd = ["1e3", "+1", ".5", "-.5", "true", "nan", "", "-", "1.2.3", " 1", "1234567890123456", "0x1"]
        for (number, cell) in (cells + odd).enumerated() {
            let text = "y,model_a,x,winner,model_b\n\(cell),a,2,tie,b\n5,b,\(cell),model_a,a\n"
            let plain = PlainBattles(PlainBytes(bytes: Array(text.utf8)), features: ["x", "y"])
            #expect((plain != nil) == (number < cells.count), "\(cell)")
            guard let plain else { continue }
            let reader = BattleReader(source: MemoryBytes(name: "f", bytes: Array(text.utf8)), features: ["x", "y"])
            var values: [Double] = []
            while let record = try reader.next() { values += try record.get().features }
            #expect(plain.values == values && plain.count == 2, "\(cell)")
        }
        #expect(
            PlainBattles(PlainBytes(bytes: Array("model_a,model_b,winner\na,b,tie\n".utf8)), features: ["x"]) == nil
        )
        #expect(
            PlainBattles(PlainBytes(bytes: Array("model_a,model_b,winner\na,b,tie\n".utf8)), features: ["winner"])
                == nil
        )
    }
}
