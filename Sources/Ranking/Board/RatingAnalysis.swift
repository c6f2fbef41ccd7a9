/// A board computed as one asks for it, with the fit behind it.
///
/// ```swift
/// var options = RatingOptions()
/// options.model = .davidson
/// let analysis = try RatingAnalysis(counts: counts, options: options)
/// for row in analysis.board.rows { print(row.model, row.rating, row.ratingLower, row.ratingUpper) }
/// ```
public struct RatingAnalysis: Sendable {
    /// Why there is no board.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The fit has no maximum.
        case fit(PairFit.Failure)
        /// The model to pin is not among the rated ones.
        case anchorNotRated(model: Int)

        /// What is wrong.
        public var description: String {
            switch self {
            case .fit(let failure): failure.description
            case .anchorNotRated(let model): "The model to pin (number \(model)) has no rating among these battles."
            }
        }
    }

    /// A parameter beside the strengths.
    public struct Parameter: Sendable, Hashable {
        /// Its name: `log_nu`, `eta`, or a feature's.
        public let name: String
        /// Its value, on the log scale.
        public let value: Double
        /// Its standard error.
        public let standardError: Double
    }

    /// The board.
    public let board: Board
    /// How it was computed.
    public let options: RatingOptions
    /// The tie parameter of Davidson's or Rao's and Kupper's model, where it has a value; then the features' coefficients.
    public let parameters: [Parameter]
    /// Who could be compared with whom.
    public let graph: ComparisonGraph
    /// The bootstrap, where intervals come from one.
    public let bootstrap: Bootstrap?
    /// The features' means and standard deviations over the battles fitted, by which they were standardised.
    public let moments: (means: [Double], deviations: [Double])

    /// The strengths by place among the rated models.
    private let strengths: [Double]
    private let covariance: Covariance?
    /// The place of each model among the rated ones.
    private let places: [Int: Int]
    private let members: [Int]
    let pairFit: PairFit?
    let cells: [WeightedCell]

    /// Ranks counted battles.
    ///
    /// - Parameters:
    ///   - counts: the battles.
    ///   - options: how they are to be ranked.
    ///   - progress: called now and then with the bootstrap's rounds done.
    public init(
        counts: PairCounts,
        options: RatingOptions = RatingOptions(),
        progress: (Int) -> Void = { _ in }
    ) throws(Failure) {
        let all = counts.cells.withoutNegativeCounts()
        let tallies = all.tallies(modelCount: counts.modelCount)
        graph = ComparisonGraph(all, tallies: tallies)
        let rated = options.ridge > 0 ? tallies.indices.filter { tallies[$0].battles > 0 } : graph.rankable
        let kept = all.restricted(to: rated, of: counts.modelCount)
        let cells = options.weighting.weighed(kept)
        let fit: PairFit
        do throws(PairFit.Failure) {
            fit = try PairFit(modelCount: rated.count, cells: cells, model: options.model, ridge: options.ridge)
        } catch {
            throw .fit(error)
        }
        let covariance = fit.covariance(options.intervals == .inverseHessian ? .inverseHessian : .sandwich)
        var parameters: [Parameter] = []
        if let tie = fit.tieParameter {
            parameters.append(
                Parameter(
                    name: options.model == .davidson ? "log_nu" : "eta",
                    value: tie,
                    standardError: covariance.parameters[0][0].squareRoot()
                )
            )
        }
        // Where no battle had a winner, sandwich and bootstrap are zero however many there were: each tie is then taken as a
        // toss-up.
        let isDecided = kept.contains { $0.firstWins > 0 || $0.secondWins > 0 }
        var bootstrap: Bootstrap?
        if case .bootstrap(let rounds, let seed) = options.intervals, isDecided {
            bootstrap = Bootstrap(of: fit, cells: cells, rounds: rounds, seed: seed, progress: progress)
        }
        let shown = isDecided ? covariance : fit.covariance(.inverseHessian)
        board = try Self.board(
            rated,
            fit.strengths,
            shown,
            bootstrap,
            options,
            Run(
                tallies: tallies,
                reasons: options.ridge > 0
                    ? tallies.map { $0.battles > 0 ? nil : UnrankableReason.noBattles } : graph.reasons,
                iterations: fit.iterations,
                gradientNorm: fit.gradientNorm,
                fitted: kept.battles,
                total: all.battles
            )
        )
        self.options = options
        self.parameters = parameters
        self.bootstrap = bootstrap
        moments = ([], [])
        strengths = fit.strengths
        self.covariance = shown
        places = Dictionary(uniqueKeysWithValues: rated.enumerated().map { ($1, $0) })
        members = rated
        pairFit = fit
        self.cells = cells
    }

    /// Ranks battles with features: Bradley-Terry with the features' share taken out (style control).
    ///
    /// Model, ridge, weighting and bootstrap of the options do not apply; battles carry their own weights.
    public init(battles: FeaturedBattles, options: RatingOptions = RatingOptions()) throws(Failure) {
        let all = battles.counts.cells
        let tallies = all.tallies(modelCount: battles.modelCount)
        let graph = ComparisonGraph(all, tallies: tallies)
        let rated = graph.rankable
        guard !rated.isEmpty else {
            self = try RatingAnalysis(counts: battles.counts, options: options)
            return
        }
        self.graph = graph
        let fit: FeatureFit
        do throws(PairFit.Failure) {
            fit = try FeatureFit(battles, members: rated)
        } catch {
            throw .fit(error)
        }
        let covariance = fit.covariance(options.intervals == .inverseHessian ? .inverseHessian : .sandwich)
        board = try Self.board(
            rated,
            fit.strengths,
            covariance,
            nil,
            options,
            Run(
                tallies: tallies,
                reasons: graph.reasons,
                iterations: fit.iterations,
                gradientNorm: fit.gradientNorm,
                fitted: all.restricted(to: rated, of: battles.modelCount).battles,
                total: all.battles
            )
        )
        self.options = options
        parameters = battles.features.indices.map { index in
            Parameter(
                name: battles.features[index],
                value: fit.coefficients[index],
                standardError: covariance.parameters[index][index].squareRoot()
            )
        }
        bootstrap = nil
        moments = (fit.means, fit.deviations)
        strengths = fit.strengths
        self.covariance = covariance
        places = Dictionary(uniqueKeysWithValues: rated.enumerated().map { ($1, $0) })
        members = rated
        pairFit = nil
        cells = []
    }

    /// The covariance of a fit of counts.
    var sandwichOfFit: Covariance? { pairFit == nil ? nil : covariance }

    /// A model's place among the rated ones.
    func place(of model: Int) -> Int? { places[model] }

    /// The model at a place among the rated ones.
    func model(at place: Int) -> Int { members[place] }

    /// The standard error of the difference of two models' ratings, in points; nil unless both are rated.
    public func differenceError(_ a: Int, _ b: Int) -> Double? {
        guard let a = places[a], let b = places[b], let covariance else { return nil }
        return RatingScale.pointsPerStrength * covariance.differenceVariance(a, b).squareRoot()
    }

    /// How probable it is that `a` is truly above `b`, by the normal approximation of their difference; nil unless both are rated.
    public func probability(of a: Int, above b: Int) -> Double? {
        guard a != b, let first = places[a], let second = places[b], let covariance else { return nil }
        let gap = strengths[first] - strengths[second]
        let error = covariance.differenceVariance(first, second).squareRoot()
        guard error > 0 else { return gap > 0 ? 1 : gap < 0 ? 0 : 0.5 }
        return Normal.cumulative(gap / error)
    }

    /// The chance that each row's model beats each column's, a draw counted half, in the order of the board's rows; ½ on the diagonal.
    public func winMatrix() -> [[Double]] {
        let values = board.rows.compactMap { places[$0.model].map { strengths[$0] } }
        let model = parameters.first.map { _ in options.model } ?? .bradleyTerry
        let tie = pairFit?.tieParameter
        return values.map { row in
            values.map { column in
                guard let tie else { return Elementary.logistic(row - column) }
                return model.expectedScore(u: row - column, tau: tie)
            }
        }
    }

    /// The share of wins to expect of each row's model against all the others, each met equally often; a draw is half a win.
    public func expectedWins() -> [Double] {
        winMatrix().enumerated().map { place, row in
            row.count > 1 ? (row.reduce(0, +) - row[place]) / Double(row.count - 1) : 0.5
        }
    }

    private struct Run {
        let tallies: [Tally]
        let reasons: [UnrankableReason?]
        let iterations: Int
        let gradientNorm: Double
        let fitted: Int64
        let total: Int64
    }

    private static func board(
        _ rated: [Int],
        _ strengths: [Double],
        _ covariance: Covariance,
        _ bootstrap: Bootstrap?,
        _ options: RatingOptions,
        _ run: Run
    ) throws(Failure) -> Board {
        var offset = RatingScale.centre
        var pinned: Int?
        if let anchor = options.anchor {
            guard let place = rated.firstIndex(of: anchor.model) else { throw .anchorNotRated(model: anchor.model) }
            pinned = place
            offset = anchor.rating - RatingScale.pointsPerStrength * strengths[place]
        }
        let scale = RatingScale.pointsPerStrength
        let z = Normal.quantile(twoSided: options.confidence)
        let ratings = strengths.map { offset + scale * $0 }
        let variances =
            pinned.map { pinned in strengths.indices.map { covariance.differenceVariance($0, pinned) } }
            ?? covariance.variances
        var errors = variances.map { scale * $0.squareRoot() }
        var lower = zip(ratings, errors).map { $0 - z * $1 }
        var upper = zip(ratings, errors).map { $0 + z * $1 }
        if let bootstrap {
            let samples = bootstrap.relative(to: pinned)
            let tail = (1 - options.confidence) / 2
            let shift = offset + (pinned.map { scale * strengths[$0] } ?? 0)
            // With too few rounds that count, the interval stays the normal one.
            for place in strengths.indices {
                guard let deviation = samples.deviation(of: place), let low = samples.quantile(tail, of: place),
                    let high = samples.quantile(1 - tail, of: place)
                else { continue }
                errors[place] = scale * deviation
                lower[place] = shift + scale * low
                upper[place] = shift + scale * high
            }
        }
        return Board(
            rows: Board.rows(
                models: rated,
                strengths: strengths,
                ratings: ratings,
                errors: errors,
                lower: lower,
                upper: upper,
                tallies: run.tallies
            ),
            unrankable: Board.unrankable(run.reasons, run.tallies),
            converged: true,
            iterations: run.iterations,
            gradientNorm: run.gradientNorm,
            battlesFitted: run.fitted,
            battlesTotal: run.total
        )
    }
}
