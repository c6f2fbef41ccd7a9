import Foundation
import Testing

@testable import Ranking

@Suite("Tie models, weights, ridges and features") struct PairFitTests {
    private struct Ties: Decodable {
        struct Davidson: Decodable {
            let log_nu: Double
            let log_nu_se: Double
            let rating: [Double]
            let se_inverse_hessian: [Double]
            let loglik: Double
        }
        struct RaoKupper: Decodable {
            let eta: Double
            let rating: [Double]
            let loglik: Double
        }
        let model: [String]
        let davidson: Davidson
        let rao_kupper: RaoKupper
    }

    private struct Reference: Decodable {
        struct Board: Decodable {
            let model: [String]
            let rating: [Double]
            let se: [Double]
            let lower: [Double]
            let upper: [Double]
            let rank_ub: [Int]
            let rank_lb: [Int]
        }
        struct Bootstrap: Decodable {
            let median: [Double]
            let q025: [Double]
            let q975: [Double]
            let sd: [Double]
        }
        let bt_mle: Board
        let bt_reweighted_min50: Board
        let bt_ridge_0_5: Board
        let bootstrap: Bootstrap?

        private enum CodingKeys: String, CodingKey {
            case bt_mle, bt_reweighted_min50, bootstrap
            case bt_ridge_0_5 = "bt_ridge_0.5"
        }
    }

    private static func data(_ dataset: String) throws -> ReferenceData {
        dataset == "llmfao" ? try ReferenceData.llmfao() : try ReferenceData.football()
    }

    private static let isThere = ReferenceData.isPresent("llmfao") && ReferenceData.isPresent("football")

    private func fit(_ counts: PairCounts, _ model: PairModel) throws -> PairFit {
        try PairFit(modelCount: counts.modelCount, cells: counts.cells.map { WeightedCell($0) }, model: model)
    }

    private func points(_ variance: Double) -> Double { RatingScale.pointsPerStrength * variance.squareRoot() }

    // MARK: References

    @Test(
        "strengths and tie parameter that grow together have no maximum, however many draws there are",
        arguments: [PairModel.davidson, .raoKupper],
        [Int64(3), 3_000, 300_000, 1_000_000_000]
    )
    func boundless(model: PairModel, draws: Int64) throws {
        func fit(_ cells: [PairCounts.Cell], models: Int = 2, pinned: [Int: Double] = [:]) throws -> PairFit {
            try PairFit(modelCount: models, cells: cells.map { WeightedCell($0) }, model: model, pinned: pinned)
        }
        func cell(_ first: Int, _ second: Int, _ wins: Int64, _ losses: Int64, _ ties: Int64) -> PairCounts.Cell {
            var cell = PairCounts.Cell(first: first, second: second)
            (cell.firstWins, cell.secondWins, cell.ties) = (wins, losses, ties)
            return cell
        }
        for cells in [
            [cell(0, 1, 5, 0, draws)], [cell(0, 1, 0, 1, draws)],
            [cell(0, 1, 0, 1, 10), cell(1, 2, 5, 0, draws)],
            [cell(0, 1, 2, 0, draws), cell(0, 2, 0, 0, 4), cell(1, 2, 0, 0, 1)],
        ] {
            #expect(throws: PairFit.Failure.boundless) { try fit(cells, models: cells.count == 1 ? 2 : 3) }
        }
        // A win against it, a cycle of wins, wins over one with whom both are drawn and two pinned ones each end it.
        #expect(try fit([cell(0, 1, 5, 1, draws)]).gradientNorm.isFinite)
        #expect(throws: Never.self) {
            try fit([cell(0, 1, 5, 0, draws), cell(1, 2, 5, 0, 9), cell(0, 2, 0, 5, 2)], models: 3)
        }
        #expect(throws: Never.self) {
            try fit([cell(0, 1, 5, 0, draws), cell(1, 2, 5, 0, 9), cell(0, 2, 0, 0, 2)], models: 3)
        }
        #expect(throws: Never.self) { try fit([cell(0, 1, 5, 0, draws)], pinned: [0: 0.3, 1: -0.3]) }
    }

    @Test(
        "Davidson and Rao-Kupper of public data",
        .enabled(if: isThere, "../shared/data is not there: reference fits not checked"),
        arguments: ["llmfao", "football"]
    )
    func tieModels(dataset: String) throws {
        let data = try Self.data(dataset)
        let expected: Ties = try ReferenceData.decoded(dataset, "reference-ties.json")
        let counts = try #require(data.counts(of: expected.model))
        let davidson = try fit(counts, .davidson)
        let covariance = davidson.covariance(.inverseHessian)
        #expect(isClose(try #require(davidson.tieParameter), expected.davidson.log_nu, absolute: 1e-9))
        #expect(isClose(covariance.parameters[0][0].squareRoot(), expected.davidson.log_nu_se, relative: 1e-6))
        #expect(isClose(davidson.logLikelihood, expected.davidson.loglik, relative: 1e-12))
        let raoKupper = try fit(counts, .raoKupper)
        #expect(isClose(try #require(raoKupper.tieParameter), expected.rao_kupper.eta, absolute: 1e-6))
        #expect(isClose(raoKupper.logLikelihood, expected.rao_kupper.loglik, relative: 1e-9))
        var loose: [String] = []
        for place in expected.model.indices {
            let name = expected.model[place]
            let rating = RatingScale.rating(ofStrength: davidson.strengths[place])
            #expect(isClose(rating, expected.davidson.rating[place], absolute: 1e-6), "\(name)")
            let error = points(covariance.variances[place])
            #expect(isClose(error, expected.davidson.se_inverse_hessian[place], relative: 1e-6), "\(name)")
            let other = RatingScale.rating(ofStrength: raoKupper.strengths[place])
            if !isClose(other, expected.rao_kupper.rating[place], absolute: 1e-3) { loose.append(name) }
            #expect(isClose(other, expected.rao_kupper.rating[place], absolute: 5e-3), "\(name)")
        }
        // The reference's own gradient is not zero for teams with hardly any matches: a step of Newton's from it moves them by that.
        #expect(loose.count <= (dataset == "football" ? 8 : 0), "\(loose)")
        #expect(raoKupper.gradientNorm < 1e-9 && raoKupper.logLikelihood >= expected.rao_kupper.loglik - 1e-9)
    }

    private func check(_ board: Board, _ expected: Reference.Board, _ names: [String]) throws {
        #expect(board.rows.count == expected.model.count)
        let rows = Dictionary(uniqueKeysWithValues: board.rows.map { (names[$0.model], $0) })
        for (place, name) in expected.model.enumerated() {
            let row = try #require(rows[name])
            #expect(isClose(row.rating, expected.rating[place], absolute: 1e-6), "\(name)")
            #expect(isClose(row.standardError, expected.se[place], relative: 1e-6), "\(name)")
            #expect(isClose(row.ratingLower, expected.lower[place], absolute: 1e-5), "\(name)")
            #expect(isClose(row.ratingUpper, expected.upper[place], absolute: 1e-5), "\(name)")
            #expect(row.rank == expected.rank_ub[place] && row.rankLowerBound == expected.rank_lb[place], "\(name)")
        }
    }

    @Test(
        "plain, reweighted and ridge boards of public data",
        .enabled(if: isThere, "../shared/data is not there: reference fits not checked"),
        arguments: ["llmfao", "football"]
    )
    func boards(dataset: String) throws {
        let data = try Self.data(dataset)
        let expected: Reference = try ReferenceData.decoded(dataset, "reference.json")
        try check(RatingAnalysis(counts: data.counts).board, expected.bt_mle, data.names)
        var balanced = RatingOptions()
        balanced.weighting = .balanced
        try check(
            RatingAnalysis(counts: data.counts, options: balanced).board,
            expected.bt_reweighted_min50,
            data.names
        )
        var ridge = RatingOptions()
        ridge.ridge = 0.5
        try check(RatingAnalysis(counts: data.counts, options: ridge).board, expected.bt_ridge_0_5, data.names)
    }

    @Test(
        "home advantage as a feature",
        .enabled(if: isThere, "../shared/data is not there: reference fit not checked")
    )
    func homeAdvantage() throws {
        struct Home: Decodable {
            struct Fit: Decodable {
                let model: [String]
                let rating: [Double]
                let se: [Double]
                let coef: [Double]
                let coef_se: [Double]
            }
            let mean: [Double]
            let std_population: [Double]
            let mle_unregularised: Fit
        }
        let data = try Self.data("football")
        let expected: Home = try ReferenceData.decoded("football", "reference-home-advantage.json")
        let index = Dictionary(uniqueKeysWithValues: zip(data.names, data.names.indices))
        var battles = FeaturedBattles(features: ["home"], modelCount: data.names.count)
        for line in try ReferenceData.unzipped("football/battles.csv.gz").split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            battles.add(
                a: try #require(index[fields[0]]),
                b: try #require(index[fields[1]]),
                outcome: try #require(Outcome(label: fields[2])),
                values: [try #require(Double(fields[4]))]
            )
        }
        let analysis = try RatingAnalysis(battles: battles)
        #expect(isClose(analysis.moments.means[0], expected.mean[0], relative: 1e-12))
        #expect(isClose(analysis.moments.deviations[0], expected.std_population[0], relative: 1e-12))
        let home = try #require(analysis.parameters.first)
        #expect(home.name == "home")
        #expect(isClose(home.value, expected.mle_unregularised.coef[0], relative: 1e-8))
        #expect(isClose(home.standardError, expected.mle_unregularised.coef_se[0], relative: 1e-6))
        let rows = Dictionary(uniqueKeysWithValues: analysis.board.rows.map { (data.names[$0.model], $0) })
        for (place, name) in expected.mle_unregularised.model.enumerated() {
            let row = try #require(rows[name])
            #expect(isClose(row.rating, expected.mle_unregularised.rating[place], absolute: 1e-6), "\(name)")
            #expect(isClose(row.standardError, expected.mle_unregularised.se[place], relative: 1e-6), "\(name)")
        }
    }

    @Test(
        "bootstrap of public data, within what another seed would differ by",
        .enabled(if: isThere, "../shared/data is not there: reference figures not checked")
    )
    func bootstrap() throws {
        let data = try Self.data("llmfao")
        let expected: Reference = try ReferenceData.decoded("llmfao", "reference.json")
        let reference = try #require(expected.bootstrap)
        var options = RatingOptions()
        options.intervals = .bootstrap(rounds: 2_000, seed: 1)
        let analysis = try RatingAnalysis(counts: data.counts, options: options)
        #expect(analysis.bootstrap?.separated == 0)
        let rows = Dictionary(uniqueKeysWithValues: analysis.board.rows.map { (data.names[$0.model], $0) })
        var ratios: [Double] = []
        for (place, name) in expected.bt_mle.model.enumerated() {
            let row = try #require(rows[name])
            let deviation = reference.sd[place]
            ratios.append(row.standardError / deviation)
            // 300 rounds tell a deviation to 4 %, and a 2.5 % quantile to about 15 % of one.
            #expect(isClose(row.standardError, deviation, relative: 0.2), "\(name)")
            #expect(isClose(row.ratingLower, reference.q025[place], absolute: 0.6 * deviation), "\(name)")
            #expect(isClose(row.ratingUpper, reference.q975[place], absolute: 0.6 * deviation), "\(name)")
        }
        #expect(isClose(ratios.reduce(0, +) / Double(ratios.count), 1, absolute: 0.02))
    }

    @Test("Rao-Kupper where nearly all is drawn: as exact as elsewhere")
    func nearlyAllDrawn() throws {
        // By mpmath with 60 digits: 1 and 1 wins, then 2 and 1, between 10¹² draws of each pair.
        let flat = try fit(
            PairCounts(modelCount: 3, [(0, 1, 1, 1, 1_000_000_000_000), (1, 2, 2, 1, 1_000_000_000_000)]),
            .raoKupper
        )
        let eta = try #require(flat.tieParameter)
        #expect(isClose(eta, 27.448_699_559_135_834, absolute: 1e-9))
        #expect(isClose(flat.strengths[1] - flat.strengths[2], 0.405_465_108_108_564_4, absolute: 1e-9))
        #expect(isClose(flat.strengths[0] - flat.strengths[1], 0, absolute: 1e-9))
    }

    // MARK: A textbook

    @Test("Stigler's citations among journals of statistics")
    func citations() throws {
        // Stigler, Statistical Science 9 (1994): citations of the row's journal in the column's. Without those of itself.
        let cited: [[Int64]] = [[0, 730, 498, 221], [33, 0, 68, 17], [320, 813, 0, 142], [284, 276, 325, 0]]
        // Less Biometrika: Communications in Statistics, JASA, JRSS-B; as R's BradleyTerry2 gives them.
        try checkTable(cited, base: 0, [-2.94907, -0.47957, 0.26895], [0.10255, 0.06059, 0.07083], tolerance: 1e-5)
    }

    private func checkTable(
        _ wins: [[Int64]],
        base: Int,
        _ expected: [Double],
        _ errors: [Double],
        tolerance: Double
    ) throws {
        var counts = PairCounts(modelCount: wins.count)
        for a in wins.indices {
            for b in wins.indices where a != b { counts.add(a: a, b: b, outcome: .modelA, count: wins[a][b]) }
        }
        let fit = try fit(counts, .bradleyTerry)
        let covariance = fit.covariance(.inverseHessian)
        let others = wins.indices.filter { $0 != base }
        for (place, model) in others.enumerated() {
            #expect(isClose(fit.strengths[model] - fit.strengths[base], expected[place], absolute: tolerance))
            let error = covariance.differenceVariance(model, base).squareRoot()
            // R's errors are those of its last step but one.
            #expect(isClose(error, errors[place], absolute: 1e-5))
        }
    }
}
