import Testing

@testable import Ranking

@Suite("Battles with weights of their own") struct WeightedCountsTests {
    private static let models = 8

    private func counts(_ battles: [Battle], weight: (Int) -> Double) -> WeightedCounts {
        var counts = WeightedCounts(modelCount: Self.models)
        for (number, battle) in battles.enumerated() {
            counts.add(a: battle.a, b: battle.b, outcome: battle.outcome, weight: weight(number))
        }
        return counts
    }

    private func isSame(_ one: Board, _ other: Board, errors: Double = 1) -> Bool {
        one.rows.map(\.model) == other.rows.map(\.model)
            && zip(one.rows, other.rows).allSatisfy {
                isClose($0.rating, $1.rating, absolute: 3e-8)
                    && isClose($0.standardError * errors, $1.standardError, absolute: 3e-8, relative: 1e-9)
            }
    }

    @Test("equal probabilities are no weights, to the bit", arguments: [0.3, 0.1, 1.0 / 7, 1])
    func equalProbabilities(probability: Double) throws {
        let battles = Battle.random(500, models: Self.models, seed: 2)
        var weighted = WeightedCounts(modelCount: Self.models)
        for battle in battles {
            weighted.add(a: battle.a, b: battle.b, outcome: battle.outcome, probability: probability)
        }
        let plain = try RatingAnalysis(counts: PairCounts(modelCount: Self.models, battles: battles))
        let analysis = try RatingAnalysis(weighted: weighted.normalised)
        #expect(analysis.board == plain.board)
        #expect(analysis.fragility(pairs: 0..<1).first?.votes == plain.fragility(pairs: 0..<1).first?.votes)
    }

    @Test("twice with weight ½ is once to the ratings, and to the errors more", arguments: PairModel.allCases)
    func halves(model: PairModel) throws {
        var options = RatingOptions()
        options.model = model
        let battles = Battle.random(600, models: Self.models, seed: 3)
        let weight = { (number: Int) in 1 + Double(number % 5) }
        let once = try RatingAnalysis(weighted: counts(battles, weight: weight), options: options).board
        let doubled = counts(battles + battles) { weight($0 % battles.count) / 2 }
        let twice = try RatingAnalysis(weighted: doubled, options: options).board
        // Two battles of weight ½ have half the squares of one of weight 1.
        #expect(isSame(once, twice, errors: 0.5.squareRoot()))
        // Neither ratings nor sandwich know a common factor.
        let heavier = try RatingAnalysis(weighted: counts(battles) { 2 * weight($0) }, options: options).board
        #expect(isSame(once, heavier))
        #expect(
            isSame(
                once,
                try RatingAnalysis(weighted: counts(battles, weight: weight).normalised, options: options).board
            )
        )
    }

    @Test("sides, numbering and slices change nothing")
    func symmetries() throws {
        let battles = Battle.random(400, models: Self.models, seed: 4)
        let weight = { (number: Int) in 0.25 * Double(1 + number % 7) }
        let whole = counts(battles, weight: weight)
        #expect(whole == counts(battles.map(\.sidesSwapped), weight: weight))
        var merged = counts(Array(battles[..<150]), weight: weight)
        merged.merge(counts(Array(battles[150...])) { weight($0 + 150) })
        #expect(merged == whole && merged.range == 0.25...1.75)
        let newIndex = [3, 1, 0, 7, 2, 6, 5, 4]
        let moved = whole.relabelled(by: newIndex)
        #expect(
            moved
                == counts(
                    battles.map { Battle(a: newIndex[$0.a], b: newIndex[$0.b], outcome: $0.outcome) },
                    weight: weight
                )
        )
        let rows = Dictionary(
            uniqueKeysWithValues: try RatingAnalysis(weighted: moved).board.rows.map { ($0.model, $0) }
        )
        for row in try RatingAnalysis(weighted: whole).board.rows {
            let other = try #require(rows[newIndex[row.model]])
            #expect(isClose(row.rating, other.rating, absolute: 3e-8) && row.tally == other.tally)
        }
        let mean = whole.normalised.cells.reduce(0) { $0 + $1.weight } / 400
        #expect(isClose(mean, 1, absolute: 1e-12))
    }

    @Test("the inverse of the probability undoes what sampling one pair more often does to a wrong model's ratings")
    func unbiased() throws {
        // A circle that no ratings fit: who is first depends on which pairs are met.
        var (even, skewed) = (WeightedCounts(modelCount: 3), WeightedCounts(modelCount: 3))
        for (a, b, wins) in [(0, 1, 70), (1, 2, 60), (2, 0, 80)] {
            let copies = a == 0 ? 4 : 1
            for number in 0..<100 {
                let outcome: Outcome = number < wins ? .modelA : .modelB
                even.add(a: a, b: b, outcome: outcome, weight: 1)
                for _ in 0..<copies { skewed.add(a: a, b: b, outcome: outcome, probability: Double(copies) / 6) }
            }
        }
        let (expected, found) = (
            try RatingAnalysis(weighted: even).board, try RatingAnalysis(weighted: skewed.normalised).board
        )
        for (one, other) in zip(expected.rows, found.rows) {
            #expect(one.model == other.model && isClose(one.rating, other.rating, absolute: 3e-8))
        }
    }

    @Test("a bootstrap draws battles of every weight, and equal weights are none")
    func bootstrap() throws {
        let battles = Battle.random(700, models: Self.models, seed: 5)
        // A few battles weigh most: what a pair's sums alone say would spread as much, but over other numbers.
        let uneven = counts(battles) { $0.isMultiple(of: 20) ? 12 : 1 }.normalised
        var options = RatingOptions()
        options.intervals = .bootstrap(rounds: 400, seed: 3)
        var done = 0
        let resampled = try RatingAnalysis(weighted: uneven, options: options) { done = $0 }
        #expect(done == 400 && resampled.bootstrap?.separated == 0)
        let sandwich = try RatingAnalysis(weighted: uneven).board
        for (one, other) in zip(resampled.board.rows, sandwich.rows) {
            #expect(one.model == other.model && one.rating == other.rating)
            #expect(isClose(one.standardError, other.standardError, relative: 0.15))
            #expect(one.ratingLower < one.rating && one.rating < one.ratingUpper)
        }
        #expect(resampled.board == (try RatingAnalysis(weighted: uneven, options: options)).board)

        let even = counts(battles) { _ in 3 }.normalised
        let plain = PairCounts(modelCount: Self.models, battles: battles)
        #expect(
            try RatingAnalysis(weighted: even, options: options).board
                == RatingAnalysis(counts: plain, options: options).board
        )
    }

    @Test("a round's sums are whole numbers of battles of the weights that there are, each as often as met on average")
    func rounds() {
        var counts = WeightedCounts(modelCount: 3)
        for _ in 0..<40 { counts.add(a: 0, b: 1, outcome: .modelA, weight: 1) }
        for _ in 0..<3 { counts.add(a: 1, b: 0, outcome: .modelB, weight: 1000) }
        for _ in 0..<5 { counts.add(a: 2, b: 1, outcome: .bothBad, weight: 1000) }
        let battles = Weighed(cells: counts.cells, groups: counts.groups)
        #expect(counts.cells.map(\.firstWins.weight) == [3040, 0] && counts.cells.map(\.draws.square) == [0, 5e6])
        var random = Random(seed: 1)
        var (light, heavy, draws) = (0.0, 0.0, 0.0)
        for _ in 0..<2_000 {
            let cells = battles.resampled(&random)
            let wins = cells[0].firstWins
            let (ones, thousands) = (
                wins.weight.truncatingRemainder(dividingBy: 1000), (wins.weight / 1000).rounded(.down)
            )
            #expect(wins.square == ones + thousands * 1e6)
            #expect(cells[0].secondWins == .zero && cells[1].firstWins == .zero)
            light += ones
            heavy += thousands
            draws += cells[1].draws.weight / 1000
        }
        for (sum, mean) in [(light, 40.0), (heavy, 3), (draws, 5)] {
            // Five standard errors of the mean of 2,000 Poisson numbers.
            #expect(isClose(sum / 2_000, mean, absolute: 5 * (mean / 2_000).squareRoot()))
        }
    }

    @Test("which votes to take away where they weigh differently is not said")
    func fragility() throws {
        let uneven = counts(Battle.random(300, models: Self.models, seed: 5)) { 1 + Double($0 % 2) }
        #expect(try RatingAnalysis(weighted: uneven).fragility().isEmpty)
    }
}
