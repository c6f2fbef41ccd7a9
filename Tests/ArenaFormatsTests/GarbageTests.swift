import Foundation
import Testing

@testable import ArenaFormats

@Suite("Garbage")
struct GarbageTests {
    private static func seedFiles() -> [[UInt8]] {
        var random = RandomBattles(seed: 4)
        let battles = (0..<6).map { _ in random.next() }
        var csv: [UInt8] = []
        var json: [UInt8] = []
        CSVBattleWriter().writeHeader(into: &csv)
        for battle in battles {
            CSVBattleWriter().write(battle, into: &csv)
            JSONLinesBattleWriter().write(battle, into: &json)
        }
        let array = Array("[".utf8) + json.dropLast().map { $0 == 0x0a ? 0x2c : $0 } + Array("]".utf8)
        return [csv, json, array]
    }

    /// Damages a file in one to four places.
    private static func mutated(_ file: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        let tokens = [
            "\"", "\"\"", ",", "\n", "\r", "\\", "\\ud800", "\\u0000", "{", "}", "[", "]", "null", "\u{feff}", "1e999",
        ]
        var file = file
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !file.isEmpty {
            let place = Int.random(in: 0..<file.count, using: &generator)
            let end = min(file.count, place + Int.random(in: 0...40, using: &generator))
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: file[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: file.removeSubrange(place..<end)
            case 2: file.insert(contentsOf: Array(file[place..<end]), at: place)
            case 3: file.insert(contentsOf: Array((tokens.randomElement(using: &generator) ?? "").utf8), at: place)
            case 4: file.removeSubrange(place...)
            default: file[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
        }
        return file
    }

    @Test("Damaged files give records and errors, the same in chunks as whole, and never crash", arguments: 0..<3)
    func damagedFiles(kind: Int) {
        let file = Self.seedFiles()[kind]
        var generator = SeededGenerator(UInt64(100 + kind))
        var sawFailure = false
        var sawFatal = false
        for round in 0..<1000 {
            let damaged = Self.mutated(file, &generator)
            let whole = Reading(damaged)
            sawFailure = sawFailure || !whole.failures.isEmpty
            sawFatal = sawFatal || whole.fatal != nil
            #expect(Reading(damaged, chunk: 1 + round % 9, window: 1 + round % 61) == whole)
            #expect(whole.failures.allSatisfy { $0.line > 0 && !$0.problem.isEmpty && $0.file == "f" })
            for battle in whole.battles {
                #expect(
                    !battle.modelA.isEmpty && !battle.modelB.isEmpty && !battle.modelA.isSameText(as: battle.modelB)
                )
            }
        }
        #expect(sawFailure && sawFatal)
    }

    @Test("Random bytes are refused without a crash")
    func randomBytes() {
        var generator = SeededGenerator(7)
        let starts: [[UInt8]] = [
            [], [0x1f, 0x8b], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], Array("{".utf8), Array("[".utf8),
            Array("model_a,model_b,winner\n".utf8),
        ]
        for round in 0..<3000 {
            let noise = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let reading = Reading(starts[round % starts.count] + noise)
            #expect(reading.battles.isEmpty)
            #expect(
                reading.fatal != nil || !reading.failures.isEmpty || noise.allSatisfy { " \t\r\n".utf8.contains($0) }
            )
        }
    }
}
