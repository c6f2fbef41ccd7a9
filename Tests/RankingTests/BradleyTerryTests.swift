import Ranking
import Testing

@Suite("Bradley-Terry fit")
struct BradleyTerryTests {
    @Test("two models: the strength difference is the log of the odds, its variance a closed form")
    func twoModels() throws {
        for (wins, losses, ties) in [(3, 1, 0), (1, 1, 0), (70, 20, 10), (1_000_000, 1, 0)] as [(Int64, Int64, Int64)] {
            let fit = try BradleyTerry.fit(PairCounts(modelCount: 2, [(0, 1, wins, losses, ties)]))
            let sandwich = Sandwich(of: fit)
            let (w, l, t) = (Double(wins), Double(losses), Double(ties))
            let p = (w + t / 2) / (w + l + t)
            let q = (l + t / 2) / (w + l + t)
            let difference = fit.strengths[0] - fit.strengths[1]
            #expect(fit.converged)
            #expect(isClose(difference, logarithm(p / q), absolute: 1e-13))
            #expect(isClose(fit.probability(of: 0, beating: 1), p, relative: 1e-13))
            let curvature = (w + l + t) * p * q
            let spread = w * q * q + l * p * p + t * (0.5 - p) * (0.5 - p)
            #expect(isClose(sandwich.inverseHessianDifferenceVariance(0, 1), 1 / curvature, relative: 1e-9))
            #expect(isClose(sandwich.differenceVariance(0, 1), spread / (curvature * curvature), relative: 1e-9))
            // In the gauge of zero mean each strength is half the difference.
            #expect(isClose(sandwich.variances[0], sandwich.differenceVariance(0, 1) / 4, relative: 1e-12))
        }
    }

    /// The American League East in 1987, a table of wins and its known fit.
    ///
    /// From Agresti, Categorical Data Analysis (second edition, 2002), section 10.6. Strengths and standard errors are
    /// relative to the last team, Baltimore.
    @Test("the 1987 American League, a textbook's example")
    func baseball() throws {
        let wins: [[Int64]] = [
            [0, 7, 9, 7, 7, 9, 11],
            [6, 0, 7, 5, 11, 9, 9],
            [4, 6, 0, 7, 7, 8, 12],
            [6, 8, 6, 0, 6, 7, 10],
            [6, 2, 6, 7, 0, 7, 12],
            [4, 4, 5, 6, 6, 0, 6],
            [2, 4, 1, 3, 1, 7, 0],
        ]
        var counts = PairCounts(modelCount: 7)
        for (a, row) in wins.enumerated() {
            for (b, count) in row.enumerated() where a != b { counts.add(a: a, b: b, outcome: .modelA, count: count) }
        }
        let fit = try BradleyTerry.fit(counts)
        let sandwich = Sandwich(of: fit)
        let strengths = [1.5814, 1.4364, 1.2945, 1.2476, 1.1077, 0.6839]
        let errors = [0.3433, 0.3396, 0.3367, 0.3359, 0.3339, 0.3319]
        for team in strengths.indices {
            #expect(isClose(fit.strengths[team] - fit.strengths[6], strengths[team], absolute: 5e-5))
            let error = sandwich.inverseHessianDifferenceVariance(team, 6).squareRoot()
            #expect(isClose(error, errors[team], absolute: 5e-5))
        }
        #expect(isClose(fit.logLikelihood, -172.24817599471596, relative: 1e-14))
    }

    @Test("counts that have no maximum are refused")
    func refusals() {
        #expect(throws: BradleyTerry.FitError.notStronglyConnected(components: 2)) {
            try BradleyTerry.fit(PairCounts(modelCount: 2, [(0, 1, 5, 0, 0)]))
        }
        let negative = PairCounts.Cell(first: 0, second: 1, firstWins: 2, secondWins: -1, ties: 1)
        #expect(throws: BradleyTerry.FitError.negativeCount(negative)) {
            try BradleyTerry.fit(PairCounts(modelCount: 2, [(0, 1, 2, -1, 1)]))
        }
        #expect(BradleyTerry.FitError.notStronglyConnected(components: 2).description.contains("2 strongly connected"))
    }

    @Test("no model and one model are fitted as they stand")
    func trivial() throws {
        #expect(try BradleyTerry.fit(PairCounts(modelCount: 0)).strengths.isEmpty)
        let alone = try BradleyTerry.fit(PairCounts(modelCount: 1))
        #expect(alone.strengths == [0])
        #expect(alone.converged)
        #expect(Sandwich(of: alone).variances == [0])
    }

    @Test("a fit cut short says that it has not converged")
    func cutShort() throws {
        let counts = PairCounts(modelCount: 2, [(0, 1, 1_000_000, 1, 0)])
        let fit = try BradleyTerry.fit(counts, options: BradleyTerry.Options(maximumIterations: 3))
        #expect(!fit.converged)
        #expect(fit.iterations == 3)
        #expect(fit.gradientNorm > 1)
    }
}
