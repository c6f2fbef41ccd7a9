import Ranking

/// One vote, as the log would hold it.
struct Battle: Hashable {
    var a: Int
    var b: Int
    var outcome: Outcome

    var sidesSwapped: Battle { Battle(a: b, b: a, outcome: outcome.swapped) }

    /// Seeded battles among models whose true strengths spread over three units.
    static func random(_ count: Int, models: Int, seed: UInt64) -> [Battle] {
        var generator = SeededGenerator(seed: seed)
        let strengths = (0..<models).map { _ in Double.random(in: -260...260, using: &generator) }
        return (0..<count).map { _ in
            let a = Int.random(in: 0..<models, using: &generator)
            let b = (a + Int.random(in: 1..<models, using: &generator)) % models
            let draw = Double.random(in: 0..<1, using: &generator)
            let wins = Double.random(in: 0..<1, using: &generator) < WinProbability.of(strengths[a], over: strengths[b])
            return Battle(a: a, b: b, outcome: draw < 0.2 ? .tie : draw < 0.3 ? .bothBad : wins ? .modelA : .modelB)
        }
    }
}

extension PairCounts {
    init(modelCount: Int, battles: some Sequence<Battle>) {
        self.init(modelCount: modelCount)
        for battle in battles { add(a: battle.a, b: battle.b, outcome: battle.outcome) }
    }

    /// Counts from `(first, second, firstWins, secondWins, ties)`.
    init(modelCount: Int, _ results: [(Int, Int, Int64, Int64, Int64)]) {
        self.init(modelCount: modelCount)
        for (a, b, wins, losses, ties) in results {
            add(a: a, b: b, outcome: .modelA, count: wins)
            add(a: a, b: b, outcome: .modelB, count: losses)
            add(a: a, b: b, outcome: .tie, count: ties)
        }
    }
}

/// Whether two numbers agree to an absolute or a relative tolerance, whichever is wider.
func isClose(_ left: Double, _ right: Double, absolute: Double = 0, relative: Double = 0) -> Bool {
    abs(left - right) <= max(absolute, relative * max(abs(left), abs(right)))
}
