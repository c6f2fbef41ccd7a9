import Ranking
import Testing

/// Maxima that lose a plain implementation.
///
/// They are far from the start, or hang on links whose battles differ by nine and more orders of magnitude. The figures come from a separate computation in 50-digit arithmetic.
@Suite("Hard fits")
struct HardFitTests {
    @Test("a chain joined by single upsets is exact at every link")
    func chain() throws {
        let models = 60
        let results = (1..<models).map { link -> (Int, Int, Int64, Int64, Int64) in
            (link - 1, link, link.isMultiple(of: 2) ? 1_000_000 : 1_000_000_000, 1, 0)
        }
        let fit = try BradleyTerry.fit(PairCounts(modelCount: models, results))
        #expect(fit.converged)
        for (first, second, wins, _, _) in results {
            let difference = fit.strengths[first] - fit.strengths[second]
            #expect(isClose(difference, logarithm(Double(wins)), absolute: 1e-11))
        }
        let sandwich = Sandwich(of: fit)
        #expect(isClose(sandwich.inverseHessianDifferenceVariance(1, 2), 1 + 1e-6, relative: 1e-11))
    }

    @Test("a ring: lopsided links closed by one upset")
    func ring() throws {
        let links = (0..<11).map { ($0, $0 + 1, 1_000_000, 1, 0) as (Int, Int, Int64, Int64, Int64) }
        let board = Board.bradleyTerry(counts: PairCounts(modelCount: 12, links + [(0, 11, 0, 1, 0)]))
        #expect(board.converged)
        let ratings = [
            13537.733054090903, 11258.145226074376, 8978.5573980578477, 6698.9695700413198, 4419.3817420247919,
            2139.793914008264,
        ]
        let errors = [
            504.70941557111373, 415.93212411022122, 328.04554870841443, 242.02199207474489, 160.87827612238388,
            97.649409973901274,
        ]
        #expect(board.rows.map(\.model) == Array(0..<12))
        for (place, rating) in ratings.enumerated() {
            #expect(isClose(board.rows[place].rating, rating, absolute: 1e-8))
            #expect(isClose(board.rows[11 - place].rating, 2000 - rating, absolute: 1e-8))
            #expect(isClose(board.rows[place].standardError, errors[place], relative: 1e-9))
        }
    }

    @Test("a billion inconsistent battles beside two: the weak link is exact")
    func weakLink() throws {
        let counts = PairCounts(
            modelCount: 4,
            [
                (0, 1, 600_000_000, 400_000_000, 0), (1, 2, 700_000_000, 300_000_000, 0),
                (0, 2, 100_000_000, 900_000_000, 0), (2, 3, 1, 0, 1), (0, 3, 0, 1, 0),
            ]
        )
        let rows = Board.bradleyTerry(counts: counts).rows.sorted { $0.model < $1.model }
        let ratings = [926.14575799438563, 1021.8531267275653, 1045.7614943535986, 1006.2396209244504]
        let errors = [35.126870272653372, 35.126870442928672, 35.126870108399446, 105.38060960608262]
        for model in 0..<4 {
            #expect(isClose(rows[model].rating, ratings[model], absolute: 1e-8))
            #expect(isClose(rows[model].standardError, errors[model], relative: 1e-9))
        }
        let sandwich = Sandwich(of: try BradleyTerry.fit(counts))
        let error = RatingScale.pointsPerStrength * sandwich.differenceVariance(0, 1).squareRoot()
        // A variance nine orders of magnitude below its models' own keeps as many digits fewer.
        #expect(isClose(error, 0.0098725761126290931, relative: 1e-6))
    }

    @Test("a model that hangs on vast one-sided results settles to the last digit")
    func vastFlows() throws {
        let counts = PairCounts(
            modelCount: 5,
            [
                (0, 1, 268_435_456, 0, 0), (0, 2, 0, 1_073_741_824, 16_384), (1, 3, 17_179_869_184, 0, 0),
                (2, 4, 0, 8_192, 0), (3, 4, 8_192, 0, 0),
            ]
        )
        let fit = try BradleyTerry.fit(counts)
        #expect(fit.converged && fit.iterations < 40)
        // Models 2 and 3 never meet: the two results of model 4 place it where it loses to both as often as expected.
        let expected = fit.probability(of: 4, beating: 2) + fit.probability(of: 4, beating: 3)
        #expect(isClose(expected, 1, absolute: 1e-13))
    }

    @Test("no step throws a model so far that it crawls back")
    func noCrawling() {
        let counts = PairCounts(
            modelCount: 10,
            [
                (0, 1, 262_144, 0, 0), (0, 4, 0, 256, 0), (0, 5, 0, 0, 65_536), (0, 6, 4, 0, 0), (1, 3, 0, 16, 0),
                (1, 5, 4_096, 0, 0), (1, 6, 0, 0, 1_048_576), (1, 7, 0, 0, 268_435_456), (2, 3, 4, 262_144, 0),
                (2, 4, 128, 0, 0), (2, 5, 0, 0, 1_024), (3, 7, 0, 128, 0), (3, 8, 0, 0, 2_147_483_904),
                (4, 5, 0, 1, 0), (4, 9, 0, 0, 2_048), (5, 7, 0, 4_503_599_627_370_496, 0), (6, 8, 0, 128, 0),
                (7, 8, 65_536, 18_014_398_509_482_016, 0), (8, 9, 0, 1_099_511_627_776, 0),
            ]
        )
        let board = Board.bradleyTerry(counts: counts)
        #expect(board.converged && board.iterations < 60)
        #expect(board.rows.count == 10)
    }

    @Test("where full Newton steps diverge, cut ones arrive")
    func overshoot() throws {
        let counts = PairCounts(
            modelCount: 6,
            [
                (0, 1, 0, 0, 1), (0, 2, 0, 0, 131_072), (0, 4, 131_072, 0, 0), (0, 5, 134_217_728, 0, 0),
                (1, 3, 0, 0, 8), (1, 4, 0, 65_536, 0), (2, 3, 131_072, 0, 0), (2, 5, 0, 16, 16),
            ]
        )
        let fit = try BradleyTerry.fit(counts)
        #expect(fit.converged && fit.iterations < 60)
        #expect(fit.gradientNorm < 1e-6)
    }

    /// The figures come from a separate computation whose every step was cut to nearly the top of its line.
    @Test("by the other ways of rating, too, no step throws a model to where nothing leads back")
    func otherWays() throws {
        var pinned = RatingOptions()
        pinned.anchors = [RatingOptions.Anchor(model: 1, rating: 3000), RatingOptions.Anchor(model: 2, rating: 1000)]
        let apart = PairCounts(modelCount: 3, [(0, 2, 0, 2, 2), (1, 2, 2, 2, 2)])
        expect(apart, pinned, [809.15, 3000, 1000])
        let drawn = PairCounts(modelCount: 3, [(0, 2, 2, 1, 1000), (1, 2, 0, 5, 2)])
        var davidson = RatingOptions()
        davidson.model = .davidson
        expect(drawn, davidson, [1946.3, -772.1, 1825.8])
        var raoKupper = RatingOptions()
        raoKupper.model = .raoKupper
        expect(drawn, raoKupper, [1473.3, 113.7, 1413.0])
        var inverse = RatingOptions()
        inverse.intervals = .inverseHessian
        let lopsided = PairCounts(modelCount: 4, [(0, 1, 1, 1_000_000, 1), (0, 2, 1, 3, 0), (2, 3, 100, 3, 10000)])
        expect(lopsided, inverse, [323.02, 2652.58, 513.87, 510.53])
        // Twelve orders of magnitude between wins and losses, of which the tie parameter hangs on one draw.
        let vast = PairCounts(modelCount: 2, [(0, 1, 1_000_000_000_000, 1, 1)])
        expect(vast, davidson, [3400, -1400])
    }

    private func expect(_ counts: PairCounts, _ options: RatingOptions, _ ratings: [Double]) {
        do {
            let board = try RatingAnalysis(counts: counts, options: options).board
            let rows = board.rows.sorted { $0.model < $1.model }
            #expect(rows.count == ratings.count)
            for (row, rating) in zip(rows, ratings) { #expect(isClose(row.rating, rating, absolute: 0.06)) }
        } catch {
            Issue.record(error)
        }
    }

    @Test("what a feature divides without error has no maximum, whoever is named first")
    func dividedByASide() throws {
        for outcome in [Outcome.modelA, .modelB] {
            var battles = FeaturedBattles(features: ["side"], modelCount: 3)
            for (a, b) in [(0, 1), (1, 2), (2, 0), (1, 0), (2, 1), (0, 2)] {
                for _ in 0..<20 { battles.add(a: a, b: b, outcome: outcome, values: [1]) }
            }
            #expect(throws: RatingAnalysis.Failure.self) { try RatingAnalysis(battles: battles) }
        }
    }

    @Test("with features and anchors far apart, nobody is lost")
    func anchoredFeatures() throws {
        var battles = FeaturedBattles(features: ["x"], modelCount: 3)
        var random = SeededGenerator(seed: 5)
        for round in 0..<40 {
            let (x, y): (Double, Double) = (.random(in: -2...2, using: &random), .random(in: -2...2, using: &random))
            battles.add(a: 0, b: 2, outcome: round % 5 < 2 ? .modelB : .tie, values: [x])
            let outcome: Outcome = [.modelA, .modelB, .tie][round % 3]
            battles.add(a: 1, b: 2, outcome: outcome, values: [y])
        }
        var options = RatingOptions()
        for apart in [500.0, 1500, 4000] {
            options.anchors = [
                RatingOptions.Anchor(model: 1, rating: 1000 + apart), RatingOptions.Anchor(model: 2, rating: 1000),
            ]
            let board = try RatingAnalysis(battles: battles, options: options).board
            let lost = try #require(board.rows.first { $0.model == 0 })
            // Two fifths lost and the rest drawn: three tenths of the points, if it were for the points alone.
            #expect(isClose(lost.rating, 852.8, absolute: 120), "\(apart)")
        }
    }

    @Test("where nobody won, style control tells errors of toss-ups too")
    func undecidedFeatures() throws {
        var battles = FeaturedBattles(features: ["x"], modelCount: 2)
        for round in 0..<40 { battles.add(a: 0, b: 1, outcome: .tie, values: [Double(round % 7)]) }
        var options = RatingOptions()
        for intervals in [RatingOptions.Intervals.sandwich, .bootstrap(rounds: 20, seed: 1)] {
            options.intervals = intervals
            let analysis = try RatingAnalysis(battles: battles, options: options)
            #expect(analysis.board.rows.allSatisfy { $0.standardError > 10 })
            #expect(analysis.parameters.allSatisfy { $0.standardError > 0.05 })
        }
    }

    @Test("counts near the limit of 64 bits beside single battles still fit")
    func limits() {
        let counts = PairCounts(
            modelCount: 4,
            [(0, 1, 1 << 60, 1, 0), (1, 2, 1, 1 << 60, 0), (2, 3, 1, 1, 0), (0, 3, 1, 0, 0)]
        )
        let board = Board.bradleyTerry(counts: counts)
        #expect(board.converged)
        #expect(board.rows.count == 4)
        #expect(board.rows.allSatisfy { $0.rating.isFinite && $0.standardError > 0 && $0.standardError.isFinite })
    }
}
