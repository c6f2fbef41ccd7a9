import Foundation
import Ranking
import Testing

@testable import ArenaFormats

/// A battle by what both ways of reading tell of it.
struct PlainBattle: Equatable {
    let a: String
    let b: String
    let outcome: Outcome

    /// Names about as long as what is read at a time, alike at either end.
    static let longNames = [
        "model-x", "model-xy", "model-xyz", "model-xyy", "model-xyzmodel-x", "model-xyzmodel-y", "model-xyzmodel-xy",
        "model-xyz model-x", "(model-x) (model-y)", "model-xyzmodel-xyzmodel-xyz", "model-xyzmodel-xyzmodel-xyy",
    ]

    /// What the quick way reads; nil where it leaves the text to the reader.
    static func plain(_ text: String, parts: Int = 2, block: Int = PlainBlocks.size) -> [PlainBattle]? {
        let source = PlainBytes(bytes: Array(text.utf8))
        guard let battles = PlainBattles(source, parts: parts, ofAtLeast: 1, block: block) else { return nil }
        var list: [PlainBattle] = []
        battles.forEachStretch(numbers: Array(battles.models.indices)) { stretch in
            for index in stretch.indices {
                let (a, b) = (Int(stretch[index].a), Int(stretch[index].b))
                list.append(
                    PlainBattle(
                        a: battles.models[a],
                        b: battles.models[b],
                        outcome: Outcome.allCases[Int(stretch[index].code)]
                    )
                )
            }
        }
        let placed = (0..<battles.count).map { place in
            let (a, b, outcome) = battles[place]
            return PlainBattle(a: battles.models[a], b: battles.models[b], outcome: outcome)
        }
        #expect(list == placed)
        return list
    }

    /// What the reader reads; nil where something is wrong with the text.
    static func read(_ text: String) -> [PlainBattle]? {
        let reading = Reading(text)
        guard reading.failures.isEmpty, reading.fatal == nil else { return nil }
        return reading.battles.map { PlainBattle(a: $0.modelA, b: $0.modelB, outcome: $0.outcome) }
    }
}
