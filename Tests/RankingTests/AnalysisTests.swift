import Testing

@testable import Ranking

@Suite("Boards computed as asked for") struct AnalysisTests {
    private static let models = 9

    private static func counts(_ seed: UInt64, _ count: Int = 600) -> PairCounts {
        PairCounts(modelCount: models, battles: Battle.random(count, models: models, seed: seed))
    }

    private func options(_ change: (inout RatingOptions) -> Void) -> RatingOptions {
        var options = RatingOptions()
        change(&options)
        return options
    }

    @Test("the general path and the server's own agree", arguments: 1...5)
    func generalAndFast(seed: UInt64) throws {
        let counts = Self.counts(seed)
        let general = try RatingAnalysis(counts: counts).board
        let fast = Board.bradleyTerry(counts: counts)
        #expect(general.rows.map(\.model) == fast.rows.map(\.model) && general.unrankable == fast.unrankable)
        for (one, other) in zip(general.rows, fast.rows) {
            #expect(isClose(one.rating, other.rating, absolute: 2e-8))
            #expect(isClose(one.standardError, other.standardError, absolute: 2e-8))
            #expect(one.rank == other.rank && one.rankLowerBound == other.rankLowerBound && one.tally == other.tally)
        }
    }

    @Test("numbering and sides change nothing", arguments: PairModel.allCases, [1, 2] as [UInt64])
    func permutation(model: PairModel, seed: UInt64) throws {
        let counts = Self.counts(seed)
        var generator = SeededGenerator(seed: seed)
        let newIndex = Array(0..<Self.models).shuffled(using: &generator)
        for weighting in [Weighting.equal, .balancedPairs(floor: 10)] {
            let asked = options { ($0.model, $0.weighting) = (model, weighting) }
            let board = try RatingAnalysis(counts: counts, options: asked)
            let moved = try RatingAnalysis(counts: counts.relabelled(by: newIndex), options: asked)
            let rows = Dictionary(uniqueKeysWithValues: moved.board.rows.map { ($0.model, $0) })
            for row in board.board.rows {
                let other = try #require(rows[newIndex[row.model]])
                #expect(isClose(row.rating, other.rating, absolute: 1e-7))
                #expect(isClose(row.standardError, other.standardError, absolute: 1e-7))
            }
            #expect(zip(board.parameters, moved.parameters).allSatisfy { isClose($0.value, $1.value, absolute: 1e-9) })
        }
    }

    @Test("a weight of 2 is two battles to ratings and information", arguments: PairModel.allCases)
    func weights(model: PairModel) throws {
        let counts = Self.counts(4)
        var doubled = counts
        doubled.merge(counts)
        let heavy = try PairFit(
            modelCount: Self.models,
            cells: counts.cells.map { WeightedCell($0, weight: 2) },
            model: model
        )
        let twice = try PairFit(modelCount: Self.models, cells: doubled.cells.map { WeightedCell($0) }, model: model)
        let once = try PairFit(modelCount: Self.models, cells: counts.cells.map { WeightedCell($0) }, model: model)
        let (first, second) = (heavy.covariance(.inverseHessian), twice.covariance(.inverseHessian))
        // Two battles tell more than one of weight 2, and the sandwich knows.
        let (robust, single) = (heavy.covariance(.sandwich), once.covariance(.sandwich))
        for index in 0..<Self.models {
            #expect(isClose(heavy.strengths[index], twice.strengths[index], absolute: 1e-10))
            #expect(isClose(first.variances[index], second.variances[index], relative: 1e-9))
            #expect(isClose(robust.variances[index], single.variances[index], relative: 1e-9))
        }
    }

    @Test("a bootstrap's tie parameter has the rounds' error", arguments: [PairModel.davidson, .raoKupper])
    func tieParameterOfBootstrap(model: PairModel) throws {
        var options = RatingOptions()
        options.model = model
        let sandwich = try RatingAnalysis(counts: Self.counts(5), options: options).parameters[0]
        options.intervals = .bootstrap(rounds: 400, seed: 3)
        let analysis = try RatingAnalysis(counts: Self.counts(5), options: options)
        let parameter = analysis.parameters[0]
        let rounds = try #require(analysis.bootstrap?.coefficients.first)
        let deviation = try #require(rounds.sampleDeviation)
        #expect(rounds.count == 400 && isClose(parameter.standardError, deviation, absolute: 1e-12))
        #expect(isClose(parameter.standardError, sandwich.standardError, absolute: 0.2 * sandwich.standardError))
        #expect(
            parameter.value == sandwich.value && parameter.lower < parameter.value && parameter.value < parameter.upper
        )
        // So has the difference of two models.
        let (first, second) = (analysis.board.rows[0].model, analysis.board.rows[1].model)
        let strengths = try #require(analysis.bootstrap?.strengths)
        let gaps = zip(strengths[first], strengths[second]).map { $0 - $1 }
        let error = try #require(gaps.sampleDeviation) * RatingScale.pointsPerStrength
        #expect(try isClose(#require(analysis.differenceError(first, second)), error, absolute: 1e-9))
    }

    @Test("a tie parameter beside weights far apart has its error too")
    func tieParameterFarApart() throws {
        var battles = WeightedCounts(modelCount: 2)
        for (a, outcome, probability) in [
            (0, Outcome.modelA, 1e-8), (1, .tie, 1), (0, .tie, 1), (1, .modelB, 1e-8), (0, .modelA, 1), (1, .tie, 1e-8),
            (0, .modelB, 1), (1, .tie, 1), (0, .modelA, 1e-8), (0, .tie, 1e-8), (0, .tie, 1e-8), (0, .modelA, 1e-8),
        ] {
            battles.add(a: a, b: 1 - a, outcome: outcome, probability: probability)
        }
        var options = RatingOptions()
        options.model = .davidson
        options.weighting = .own
        let analysis = try RatingAnalysis(weighted: battles.normalised, options: options)
        for row in analysis.board.rows { #expect(isClose(row.standardError, 97.11119833, absolute: 1e-3)) }
        #expect(isClose(analysis.parameters[0].standardError, 0.80364, absolute: 1e-5))
    }

    @Test(
        "without a winner, errors are those of as many toss-ups, balanced or not",
        arguments: [Weighting.equal, .balanced]
    )
    func tossUps(weighting: Weighting) throws {
        var options = RatingOptions()
        options.weighting = weighting
        let counts = PairCounts(modelCount: 2, [(0, 1, 0, 0, 100)])
        for row in try RatingAnalysis(counts: counts, options: options).board.rows {
            #expect(isClose(row.standardError, 17.37177928, absolute: 1e-8))
        }
        var battles = FeaturedBattles(features: ["x"], modelCount: 2)
        for number in 0..<100 { battles.add(a: 0, b: 1, outcome: .tie, values: [Double(number % 7)]) }
        for row in try RatingAnalysis(battles: battles, options: options).board.rows {
            #expect(isClose(row.standardError, 17.37177928, absolute: 1e-6))
        }
    }

    @Test("draws that contradict no win leave tie models without a maximum, and a ridge gives them one")
    func boundless() throws {
        let counts = PairCounts(modelCount: 2, [(0, 1, 5, 0, 3)])
        #expect(try RatingAnalysis(counts: counts).board.rows.count == 2)
        for model in [PairModel.davidson, .raoKupper] {
            do throws(RatingAnalysis.Failure) {
                _ = try RatingAnalysis(counts: counts, options: options { $0.model = model })
                Issue.record("\(model) was fitted")
            } catch {
                #expect(error.description.contains("no maximum") && error.description.contains("ridge"))
            }
            let held = try RatingAnalysis(counts: counts, options: options { ($0.model, $0.ridge) = (model, 0.1) })
            #expect(held.board.converged && held.board.rows.count == 2)
        }
    }

    @Test("a pinned model has its rating and no error; the others that of their difference")
    func anchor() throws {
        let counts = Self.counts(5)
        let free = try RatingAnalysis(counts: counts)
        for intervals in [RatingOptions.Intervals.sandwich, .inverseHessian, .bootstrap(rounds: 200, seed: 3)] {
            let pinned = try RatingAnalysis(
                counts: counts,
                options: options { ($0.anchor, $0.intervals) = (.init(model: 2, rating: 1114), intervals) }
            )
            let base = try #require(free.board.rows.first { $0.model == 2 }).rating
            for row in pinned.board.rows {
                let plain = try #require(free.board.rows.first { $0.model == row.model })
                #expect(isClose(row.rating, plain.rating - base + 1114, absolute: 2e-8))
                if row.model == 2 {
                    #expect(row.rating == 1114 && row.standardError == 0)
                    #expect(row.ratingLower == 1114 && row.ratingUpper == 1114)
                } else if intervals == .sandwich {
                    #expect(
                        isClose(row.standardError, free.differenceError(row.model, 2) ?? .nan, absolute: 2e-8)
                    )
                } else {
                    #expect(row.ratingLower < row.rating && row.rating < row.ratingUpper)
                }
            }
        }
        var lonely = counts
        lonely.ensure(modelCount: Self.models + 1)
        #expect(throws: RatingAnalysis.Failure.anchorNotRated(model: Self.models)) {
            try RatingAnalysis(counts: lonely, options: options { $0.anchor = .init(model: Self.models, rating: 1) })
        }
    }

    @Test("the bootstrap agrees with the sandwich, and is the same for the same seed", arguments: PairModel.allCases)
    func bootstrap(model: PairModel) throws {
        let counts = Self.counts(6, 1_500)
        let asked = options { ($0.model, $0.intervals) = (model, .bootstrap(rounds: 1_000, seed: 9)) }
        let resampled = try RatingAnalysis(counts: counts, options: asked)
        let sandwich = try RatingAnalysis(counts: counts, options: options { $0.model = model })
        let again = try RatingAnalysis(counts: counts, options: asked).board
        #expect(resampled.board == again)
        for (one, other) in zip(resampled.board.rows, sandwich.board.rows) {
            #expect(one.model == other.model && one.rating == other.rating)
            #expect(isClose(one.standardError, other.standardError, relative: 0.12))
        }
    }

    @Test("rounds without a maximum are counted and left out")
    func separatedRounds() throws {
        // The third model's only wins are four battles: one round in 55 draws none of them.
        let counts = PairCounts(modelCount: 3, [(0, 1, 30, 25, 5), (0, 2, 10, 4, 0)])
        let analysis = try RatingAnalysis(
            counts: counts,
            options: options { $0.intervals = .bootstrap(rounds: 500, seed: 1) }
        )
        let bootstrap = try #require(analysis.bootstrap)
        #expect(bootstrap.separated > 2 && bootstrap.separated < 20 && analysis.board.intervals == .bootstrap)
        #expect(analysis.separatedRounds == bootstrap.separated)
        #expect(bootstrap.strengths.allSatisfy { $0.count == 500 - bootstrap.separated && $0.allSatisfy(\.isFinite) })
    }

    @Test("with too many rounds without a maximum, intervals are the sandwich's and say so")
    func tooFewRounds() throws {
        // The third model's only win is one battle of few: a third of the rounds do not draw it.
        let counts = PairCounts(modelCount: 3, [(0, 1, 30, 25, 5), (0, 2, 10, 1, 0)])
        let analysis = try RatingAnalysis(
            counts: counts,
            options: options { $0.intervals = .bootstrap(rounds: 500, seed: 1) }
        )
        let sandwich = try RatingAnalysis(counts: counts)
        #expect(analysis.bootstrap == nil && analysis.separatedRounds > 100 && analysis.separatedRounds < 260)
        #expect(analysis.board == sandwich.board && analysis.board.intervals == .sandwich)
        #expect(analysis.differenceError(0, 2) == sandwich.differenceError(0, 2))
        var battles = FeaturedBattles(features: ["x"], modelCount: 3)
        for (a, b, outcome, count) in [
            (0, 1, Outcome.modelA, 30), (0, 1, .modelB, 25), (0, 1, .tie, 5), (0, 2, .modelA, 10), (0, 2, .modelB, 1),
        ] {
            for number in 0..<count { battles.add(a: a, b: b, outcome: outcome, values: [Double(number % 7)]) }
        }
        let featured = try RatingAnalysis(
            battles: battles,
            options: options { $0.intervals = .bootstrap(rounds: 200, seed: 1) }
        )
        #expect(featured.bootstrap == nil && featured.separatedRounds > 20 && featured.board.intervals == .sandwich)
    }

    @Test("95 % intervals hold the truth in 93 to 97 of 100 cases", arguments: PairModel.allCases)
    func coverage(model: PairModel) throws {
        var generator = SeededGenerator(seed: 77)
        let truth = [-0.9, -0.4, 0, 0.1, 0.4, 0.8]
        let mean = truth.reduce(0, +) / Double(truth.count)
        let tau = model == .davidson ? -0.2 : 0.4
        var (held, all) = (0, 0)
        for _ in 0..<500 {
            var counts = PairCounts(modelCount: truth.count)
            for a in truth.indices {
                for b in (a + 1)..<max(truth.count, a + 1) {
                    for _ in 0..<60 {
                        let u = truth[a] - truth[b]
                        let (win, loss): (Double, Double)
                        switch model {
                        case .bradleyTerry: (win, loss) = (Elementary.logistic(u), Elementary.logistic(-u))
                        case .raoKupper: (win, loss) = (Elementary.logistic(u - tau), Elementary.logistic(-u - tau))
                        case .davidson:
                            let sum = Elementary.exp(u / 2) + Elementary.exp(-u / 2) + Elementary.exp(tau)
                            (win, loss) = (Elementary.exp(u / 2) / sum, Elementary.exp(-u / 2) / sum)
                        }
                        let draw = Double.random(in: 0..<1, using: &generator)
                        counts.add(a: a, b: b, outcome: draw < win ? .modelA : draw < win + loss ? .modelB : .tie)
                    }
                }
            }
            for row in try RatingAnalysis(counts: counts, options: options { $0.model = model }).board.rows {
                let rating = RatingScale.rating(ofStrength: truth[row.model] - mean)
                if row.ratingLower <= rating && rating <= row.ratingUpper { held += 1 }
                all += 1
            }
        }
        let share = Double(held) / Double(all)
        #expect(share > 0.93 && share < 0.97, "\(share)")
    }

    @Test("wins, draws and expected scores", arguments: PairModel.allCases)
    func chances(model: PairModel) throws {
        let analysis = try RatingAnalysis(counts: Self.counts(3), options: options { $0.model = model })
        let (wins, scores, draws) = (
            analysis.winProbabilities(), analysis.winMatrix(), analysis.drawProbabilities()
        )
        #expect((draws == nil) == (model == .bradleyTerry))
        let rows = analysis.board.rows
        for (i, one) in rows.enumerated() {
            for (j, other) in rows.enumerated() {
                let drawn = draws?[i][j] ?? 0
                #expect(isClose(wins[i][j] + wins[j][i] + drawn, 1, absolute: 1e-12))
                #expect(isClose(scores[i][j], wins[i][j] + drawn / 2, absolute: 1e-12))
                let (u, tau) = (one.strength - other.strength, analysis.parameters.first?.value ?? 0)
                let expected =
                    switch model {
                    case .bradleyTerry: 1 / (1 + Elementary.exp(-u))
                    case .davidson: 1 / (1 + Elementary.exp(-u) + Elementary.exp(tau - u / 2))
                    case .raoKupper: 1 / (1 + Elementary.exp(tau - u))
                    }
                #expect(isClose(wins[i][j], expected, absolute: 1e-9))
            }
        }
    }

    @Test("groups of models beside the rated ones are numbered")
    func groups() throws {
        // 0, 1, 2 are rated; 3 and 5 among themselves, 4 and 6 too; 7 lost to everybody.
        let counts = PairCounts(
            modelCount: 8,
            [(0, 1, 3, 2, 0), (1, 2, 3, 2, 0), (3, 5, 1, 1, 0), (4, 6, 0, 0, 2), (0, 7, 4, 0, 0)]
        )
        for board in [Board.bradleyTerry(counts: counts), try RatingAnalysis(counts: counts).board] {
            #expect(board.unrankable.map(\.model) == [3, 4, 5, 6, 7])
            #expect(board.unrankable.map(\.group) == [1, 2, 1, 2, nil])
        }
    }

    @Test("how probable it is that one is above another")
    func superiority() throws {
        let analysis = try RatingAnalysis(counts: Self.counts(2))
        let rows = analysis.board.rows
        for (upper, lower) in zip(rows, rows.dropFirst()) {
            let chance = try #require(analysis.probability(of: upper.model, above: lower.model))
            let other = try #require(analysis.probability(of: lower.model, above: upper.model))
            #expect(chance >= 0.5 && isClose(chance + other, 1, absolute: 1e-12))
            let z = (upper.rating - lower.rating) / (try #require(analysis.differenceError(upper.model, lower.model)))
            #expect(isClose(chance, Normal.cumulative(z), absolute: 1e-6))
        }
        #expect(analysis.probability(of: 0, above: 0) == nil)
        let matrix = analysis.winMatrix()
        for (i, row) in matrix.enumerated() {
            #expect(row[i] == 0.5)
            for (j, chance) in row.enumerated() { #expect(isClose(chance + matrix[j][i], 1, absolute: 1e-12)) }
        }
        #expect(zip(analysis.expectedWins(), analysis.expectedWins().dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test("defined for every input", arguments: PairModel.allCases)
    func edges(model: PairModel) throws {
        let cases: [PairCounts] = [
            PairCounts(modelCount: 0), PairCounts(modelCount: 1), PairCounts(modelCount: 4),
            PairCounts(modelCount: 2, [(0, 1, 1, 0, 0)]), PairCounts(modelCount: 2, [(0, 1, 0, 0, 3)]),
            PairCounts(modelCount: 2, [(0, 1, 4, 2, 0)]),
            PairCounts(modelCount: 5, [(0, 1, 1, 1, 1), (2, 3, 5, 5, 0)]),
        ]
        for counts in cases {
            for ridge in [0, 0.5] {
                for intervals in [RatingOptions.Intervals.sandwich, .inverseHessian, .bootstrap(rounds: 20, seed: 1)] {
                    let asked = options { ($0.model, $0.ridge, $0.intervals) = (model, ridge, intervals) }
                    let analysis = try RatingAnalysis(counts: counts, options: asked)
                    let figures = analysis.board.rows.flatMap {
                        [$0.rating, $0.standardError, $0.ratingLower, $0.ratingUpper]
                    }
                    #expect(figures.allSatisfy { $0.isFinite })
                    #expect(analysis.board.rows.count + analysis.board.unrankable.count == counts.modelCount)
                    #expect(analysis.winMatrix().count == analysis.board.rows.count)
                    for fragility in analysis.fragility() { #expect(fragility.gap.before.isFinite) }
                }
            }
        }
    }

    @Test("a small ridge holds the mean at zero and moves nothing else", arguments: PairModel.allCases)
    func smallRidge(model: PairModel) throws {
        let counts = Self.counts(3, 3_000)
        let free = try RatingAnalysis(counts: counts, options: options { $0.model = model })
        for ridge in [1e-4, 1e-6, 1e-8, 1e-10, 1e-12] {
            let board = try RatingAnalysis(counts: counts, options: options { ($0.model, $0.ridge) = (model, ridge) })
            for (one, other) in zip(board.board.rows, free.board.rows) {
                #expect(one.model == other.model)
                #expect(isClose(one.rating, other.rating, absolute: max(1e-7, 100 * ridge)), "\(ridge)")
            }
        }
    }

    @Test("clusters with few battles between them are fitted, with a ridge and without", arguments: PairModel.allCases)
    func clusters(model: PairModel) throws {
        var counts = PairCounts(modelCount: 9)
        for cluster in 0..<3 {
            let base = 3 * cluster
            for (a, b) in [(0, 1), (1, 2), (2, 0)] {
                counts.add(a: base + a, b: base + b, outcome: .modelA, count: 20_011)
                counts.add(a: base + a, b: base + b, outcome: .modelB, count: 9_973)
                counts.add(a: base + a, b: base + b, outcome: .tie, count: 977)
            }
        }
        for (a, b) in [(0, 3), (4, 7), (8, 1)] {
            counts.add(a: a, b: b, outcome: .modelA, count: 2)
            counts.add(a: a, b: b, outcome: .modelB, count: 1)
        }
        for ridge in [0, 0.5, 1e-3, 1e-6] {
            let analysis = try RatingAnalysis(
                counts: counts,
                options: options { ($0.model, $0.ridge) = (model, ridge) }
            )
            #expect(analysis.board.rows.count == 9 && analysis.board.gradientNorm < 1e-6, "\(ridge)")
        }
    }

    @Test("where nothing was decided, each tie is a toss-up whatever intervals are asked for")
    func undecided() throws {
        let counts = PairCounts(modelCount: 3, [(0, 1, 0, 0, 5), (1, 2, 0, 0, 3)])
        let expected = try RatingAnalysis(counts: counts, options: options { $0.intervals = .inverseHessian }).board
        for intervals in [RatingOptions.Intervals.sandwich, .bootstrap(rounds: 50, seed: 1)] {
            let board = try RatingAnalysis(counts: counts, options: options { $0.intervals = intervals }).board
            #expect(board.rows == expected.rows && board.rows.allSatisfy { $0.standardError > 50 })
        }
    }
}
