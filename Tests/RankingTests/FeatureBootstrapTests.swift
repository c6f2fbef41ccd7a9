import Testing

@testable import Ranking

@Suite("Ridge, anchors and bootstrap with features") struct FeatureBootstrapTests {
    private static let models = 5

    private static func battles(_ count: Int, seed: UInt64) -> FeaturedBattles {
        var generator = SeededGenerator(seed: seed)
        var battles = FeaturedBattles(features: ["length"], modelCount: models)
        for battle in Battle.random(count, models: models, seed: seed) {
            battles.add(
                a: battle.a,
                b: battle.b,
                outcome: battle.outcome,
                values: [Double.random(in: -1...1, using: &generator) + (battle.outcome == .modelA ? 0.4 : 0)]
            )
        }
        return battles
    }

    @Test("the bootstrap's spread is the sandwich's, of ratings and coefficients, and the same for the same seed")
    func bootstrap() throws {
        let battles = Self.battles(700, seed: 3)
        var options = RatingOptions()
        options.intervals = .bootstrap(rounds: 500, seed: 11)
        var done = 0
        let resampled = try RatingAnalysis(battles: battles, options: options) { done = $0 }
        let sandwich = try RatingAnalysis(battles: battles)
        #expect(done == 500 && resampled.bootstrap?.coefficients.first?.count == 500)
        #expect(resampled.board == (try RatingAnalysis(battles: battles, options: options)).board)
        for (one, other) in zip(resampled.board.rows, sandwich.board.rows) {
            #expect(one.model == other.model && one.rating == other.rating)
            #expect(isClose(one.standardError, other.standardError, relative: 0.15))
            #expect(one.ratingLower < one.rating && one.rating < one.ratingUpper)
        }
        let (one, other) = (resampled.parameters[0], sandwich.parameters[0])
        #expect(one.value == other.value && one.standardError != other.standardError)
        #expect(isClose(one.standardError, other.standardError, relative: 0.15))
        #expect(isClose(one.lower, other.lower, absolute: other.standardError / 2))
        #expect(one.lower < one.value && one.value < one.upper)
    }

    @Test("who beat whom does not depend on the side they were shown on")
    func sides() throws {
        var generator = SeededGenerator(seed: 2)
        var battles = FeaturedBattles(features: ["length"], modelCount: 3)
        // A always wins, so that everybody beats everybody, but only as A.
        for number in 0..<300 {
            let (a, b) = [(0, 1), (1, 0), (1, 2), (2, 1), (2, 0), (0, 2)][number % 6]
            battles.add(a: a, b: b, outcome: .modelA, values: [Double.random(in: -1...1, using: &generator)])
        }
        var options = RatingOptions()
        options.intervals = .bootstrap(rounds: 50, seed: 4)
        let analysis = try RatingAnalysis(battles: battles, options: options)
        #expect(analysis.bootstrap?.separated == 0)
        #expect(analysis.board.rows.allSatisfy { abs($0.rating - 1000) < 100 })
    }

    @Test("without features, ridge and anchors are those of counts")
    func withoutFeatures() throws {
        let source = Battle.random(300, models: Self.models, seed: 8)
        var battles = FeaturedBattles(features: [], modelCount: Self.models + 1)
        for battle in source { battles.add(a: battle.a, b: battle.b, outcome: battle.outcome, values: []) }
        // Somebody who only lost is rated with a ridge.
        battles.add(a: 0, b: Self.models, outcome: .modelA, values: [])
        for (ridge, anchors) in [(0.5, []), (0, [(0, 1000), (1, 1100)]), (0.5, [(0, 1000), (1, 1100)])]
            as [(Double, [(Int, Double)])]
        {
            var options = RatingOptions()
            options.ridge = ridge
            options.anchors = anchors.map { RatingOptions.Anchor(model: $0.0, rating: $0.1) }
            let featured = try RatingAnalysis(battles: battles, options: options).board
            let counted = try RatingAnalysis(counts: battles.counts, options: options).board
            #expect(featured.rows.count == (ridge > 0 ? Self.models + 1 : Self.models))
            for (one, other) in zip(featured.rows, counted.rows) {
                #expect(one.model == other.model && isClose(one.rating, other.rating, absolute: 3e-8))
                #expect(isClose(one.standardError, other.standardError, absolute: 3e-8))
            }
        }
    }
}
