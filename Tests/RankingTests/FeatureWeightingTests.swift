import Testing

@testable import Ranking

@Suite("Weights of battles with features") struct FeatureWeightingTests {
    private static let models = 6

    /// Battles of which those of models 0 and 1 come four times as often, shown on either side.
    private func battles(features: [String] = ["length"]) -> FeaturedBattles {
        var generator = SeededGenerator(seed: 9)
        var battles = FeaturedBattles(features: features, modelCount: Self.models)
        for battle in Battle.random(3_000, models: Self.models, seed: 9) {
            for _ in 0..<(battle.a + battle.b == 1 ? 4 : 1) {
                // Twice with opposite signs, so that the mean is zero however battles weigh: it is part of the model.
                let value = Double.random(in: -1...1, using: &generator)
                for sign in [1, -1] as [Double] {
                    let outcome = sign * value > 0.5 ? .modelA : battle.outcome
                    battles.add(a: battle.a, b: battle.b, outcome: outcome, values: features.map { _ in sign * value })
                }
            }
        }
        return battles
    }

    private func options(_ weighting: Weighting) -> RatingOptions {
        var options = RatingOptions()
        options.weighting = weighting
        return options
    }

    private func expectSame(_ one: Board, _ other: Board, errors: Double = 3e-8) {
        #expect(one.rows.map(\.model) == other.rows.map(\.model))
        for (row, twin) in zip(one.rows, other.rows) {
            #expect(isClose(row.rating, twin.rating, absolute: errors))
            #expect(isClose(row.standardError, twin.standardError, absolute: errors))
        }
    }

    @Test("without features balanced pairs weigh as they do among counts")
    func asCounts() throws {
        let battles = battles(features: [])
        let featured = try RatingAnalysis(battles: battles, options: options(.balanced)).board
        let counted = try RatingAnalysis(counts: battles.counts, options: options(.balanced)).board
        expectSame(featured, counted)
        #expect(featured != (try RatingAnalysis(battles: battles).board))
    }

    @Test("with features they weigh as if each battle carried the weight")
    func asCarried() throws {
        let battles = battles()
        // To powers of two, which a battle's own weight holds exactly.
        let floor = 512.0
        let most = Dictionary(
            uniqueKeysWithValues: battles.counts.cells.map { ($0.first * Self.models + $0.second, $0) }
        )
        #expect(most.values.contains { Double($0.battles) > floor })
        var carried = battles
        carried.weigh(
            battles.pairs.map { pair in
                let (a, b) = (Int(pair >> 32), Int(pair & 0xFFFF_FFFF))
                let count = most[min(a, b) * Self.models + max(a, b)]?.battles ?? 0
                return Double(floor / max(Double(count), floor))
            }
        )
        let balanced = try RatingAnalysis(battles: battles, options: options(.balancedPairs(floor: floor)))
        let own = try RatingAnalysis(battles: carried)
        // What a battle carries has seven digits.
        expectSame(balanced.board, own.board, errors: 1e-3)
        // Features are standardised by the battles' own weights, so that only their product is the same.
        #expect(
            isClose(
                balanced.parameters[0].value / balanced.moments.deviations[0],
                own.parameters[0].value / own.moments.deviations[0],
                relative: 1e-5
            )
        )
        expectSame(balanced.board, try RatingAnalysis(battles: swapped(battles), options: balanced.options).board)
    }

    /// The same battles, each seen from the other side.
    private func swapped(_ battles: FeaturedBattles) -> FeaturedBattles {
        var swapped = FeaturedBattles(features: battles.features, modelCount: battles.modelCount)
        for (place, pair) in battles.pairs.enumerated() {
            swapped.add(
                a: Int(pair & 0xFFFF_FFFF),
                b: Int(pair >> 32),
                outcome: battles.outcomes[place].swapped,
                values: [-battles.values[place]]
            )
        }
        return swapped
    }
}
