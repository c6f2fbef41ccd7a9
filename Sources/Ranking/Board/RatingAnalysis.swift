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
        /// A model is to be pinned more than once.
        case anchorRepeated(model: Int)

        /// What is wrong.
        public var description: String {
            switch self {
            case .fit(let failure): failure.description
            case .anchorNotRated(let model): "The model to pin (number \(model)) has no rating among these battles."
            case .anchorRepeated(let model): "The model to pin (number \(model)) is pinned more than once."
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
        /// The lower end of its interval.
        public let lower: Double
        /// The upper end of its interval.
        public let upper: Double
    }

    /// The board.
    public let board: Board
    /// How it was computed.
    public let options: RatingOptions
    /// The tie parameter of Davidson's or Rao's and Kupper's model, where it has a value; then the features' coefficients.
    public let parameters: [Parameter]
    /// The features whose share was to be taken out, also where nobody could be rated, and those that were left out as silent.
    public private(set) var features: [String] = []
    /// Who could be compared with whom.
    public let graph: ComparisonGraph
    /// The bootstrap, where intervals come from one.
    public let bootstrap: Bootstrap?
    /// The rounds of a bootstrap that had no maximum, also where so many have none that intervals do not come from it.
    public let separatedRounds: Int
    /// The features' means and standard deviations over the battles fitted, by which they were standardised.
    public let moments: (means: [Double], deviations: [Double])

    /// The strengths by place among the rated models.
    let strengths: [Double]
    let covariance: Covariance?
    /// The place of each model among the rated ones.
    let places: [Int: Int]
    let members: [Int]
    let pairFit: PairFit?
    let cells: [WeightedCell]
    /// Whether the battles of a pair and outcome weigh the same, so that sums tell them apart.
    let hasSingleBattles: Bool

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
        try self.init(
            counts,
            options,
            weigh: { cells, _ in Weighed(cells: options.weighting.weighed(cells)) },
            progress
        )
    }

    /// Ranks counted battles with the weights that `weigh` gives their cells, which come in ascending order of rated models.
    init(
        _ counts: PairCounts,
        _ options: RatingOptions,
        weigh: ([PairCounts.Cell], _ rated: [Int]) -> Weighed,
        _ progress: (Int) -> Void
    ) throws(Failure) {
        let all = counts.cells.withoutNegativeCounts()
        let tallies = all.tallies(modelCount: counts.modelCount)
        graph = ComparisonGraph(all, tallies: tallies)
        let rated = options.ridge > 0 ? tallies.indices.filter { tallies[$0].battles > 0 } : graph.rankable
        let kept = all.restricted(to: rated, of: counts.modelCount)
        let weighed = weigh(kept, rated)
        let cells = weighed.cells
        let pins = try Pins(options, rated: rated)
        let fit: PairFit
        do throws(PairFit.Failure) {
            fit = try PairFit(
                modelCount: rated.count,
                cells: cells,
                model: options.model,
                ridge: options.ridge,
                pinned: pins.strengths
            )
        } catch {
            throw .fit(error)
        }
        let isDecided = Self.isDecided(kept)
        let covariance = fit.covariance(Self.kind(options, isDecided: isDecided))
        var rounds: Bootstrap?
        if case .bootstrap(let count, let seed) = options.intervals, isDecided {
            rounds = Bootstrap(of: fit, battles: weighed, rounds: count, seed: seed, progress: progress)
        }
        let bootstrap = rounds.flatMap { $0.holds(options.confidence) ? $0 : nil }
        board = Self.board(
            rated,
            fit.strengths,
            covariance,
            bootstrap,
            options,
            pins,
            Run(
                tallies: tallies,
                reasons: Self.reasons(graph, tallies, options),
                intervals: Self.intervals(options, isDecided: isDecided, bootstrap),
                groups: options.ridge > 0 ? [:] : graph.groups,
                iterations: fit.iterations,
                gradientNorm: fit.gradientNorm,
                fitted: kept.battles,
                total: all.battles
            )
        )
        self.options = options
        parameters =
            fit.tieParameter.map { value in
                let name = options.model == .davidson ? "log_nu" : "eta"
                return [
                    Parameter(
                        name,
                        value,
                        covariance.parameters[0][0],
                        bootstrap?.coefficients.first,
                        options
                    )
                ]
            } ?? []
        self.bootstrap = bootstrap
        separatedRounds = rounds?.separated ?? 0
        moments = ([], [])
        strengths = fit.strengths
        self.covariance = covariance
        places = Dictionary(uniqueKeysWithValues: rated.enumerated().map { ($1, $0) })
        members = rated
        pairFit = fit
        self.cells = cells
        hasSingleBattles = weighed.groups == nil
    }

    /// Ranks battles with features: Bradley-Terry with the features' share taken out (style control).
    ///
    /// The options' model does not apply, and their weighting comes on top of the battles' own weights. A ridge is on strengths, not on
    /// coefficients. The bootstrap takes each battle a Poisson number of times, and gives coefficients intervals too.
    ///
    /// - Parameters:
    ///   - battles: the battles.
    ///   - options: how they are to be ranked.
    ///   - progress: called now and then with the bootstrap's rounds done.
    public init(
        battles: FeaturedBattles,
        options: RatingOptions = RatingOptions(),
        progress: (Int) -> Void = { _ in }
    ) throws(Failure) {
        let all = battles.counts.cells
        let tallies = all.tallies(modelCount: battles.modelCount)
        let graph = ComparisonGraph(all, tallies: tallies)
        let rated = options.ridge > 0 ? tallies.indices.filter { tallies[$0].battles > 0 } : graph.rankable
        guard !rated.isEmpty else {
            self = try RatingAnalysis(counts: battles.counts, options: options)
            features = battles.features
            return
        }
        self.graph = graph
        features = battles.features
        let battles = options.leavesOutSilentFeatures ? battles.withoutSilentFeatures(among: rated) : battles
        let kept = all.restricted(to: rated, of: battles.modelCount)
        let pins = try Pins(options, rated: rated)
        let fit: FeatureFit
        do throws(PairFit.Failure) {
            fit = try FeatureFit(
                battles,
                members: rated,
                cells: kept,
                ridge: options.ridge,
                pinned: pins.strengths,
                weighting: options.weighting
            )
        } catch {
            throw .fit(error)
        }
        let isDecided = Self.isDecided(kept)
        let covariance = fit.covariance(Self.kind(options, isDecided: isDecided))
        var rounds: Bootstrap?
        if case .bootstrap(let count, let seed) = options.intervals, isDecided {
            rounds = Bootstrap(of: fit, rounds: count, seed: seed, progress: progress)
        }
        let bootstrap = rounds.flatMap { $0.holds(options.confidence) ? $0 : nil }
        board = Self.board(
            rated,
            fit.strengths,
            covariance,
            bootstrap,
            options,
            pins,
            Run(
                tallies: tallies,
                reasons: Self.reasons(graph, tallies, options),
                intervals: Self.intervals(options, isDecided: isDecided, bootstrap),
                groups: options.ridge > 0 ? [:] : graph.groups,
                iterations: fit.iterations,
                gradientNorm: fit.gradientNorm,
                fitted: kept.battles,
                total: all.battles
            )
        )
        self.options = options
        parameters = battles.features.indices.map { [bootstrap] index in
            Parameter(
                battles.features[index],
                fit.coefficients[index],
                covariance.parameters[index][index],
                bootstrap?.coefficients[index],
                options
            )
        }
        self.bootstrap = bootstrap
        separatedRounds = rounds?.separated ?? 0
        moments = (fit.means, fit.deviations)
        strengths = fit.strengths
        self.covariance = covariance
        places = Dictionary(uniqueKeysWithValues: rated.enumerated().map { ($1, $0) })
        members = rated
        pairFit = nil
        cells = []
        hasSingleBattles = true
    }

    /// Whether some battle had a winner: where none had, sandwich and bootstrap are zero however many there were, and each tie is
    /// then taken as a toss-up.
    private static func isDecided(_ cells: [PairCounts.Cell]) -> Bool {
        cells.contains { $0.firstWins > 0 || $0.secondWins > 0 }
    }

    /// The covariance that is asked for; a bootstrap's rounds have the sandwich beside them.
    private static func kind(_ options: RatingOptions, isDecided: Bool) -> Covariance.Kind {
        isDecided ? options.intervals == .inverseHessian ? .inverseHessian : .sandwich : .expectedSandwich
    }

    /// Where intervals come from.
    private static func intervals(
        _ options: RatingOptions,
        isDecided: Bool,
        _ bootstrap: Bootstrap?
    ) -> IntervalSource {
        guard isDecided else { return .inverseHessian }
        return switch options.intervals {
        case .sandwich: .sandwich
        case .inverseHessian: .inverseHessian
        case .bootstrap: bootstrap == nil ? .sandwich : .bootstrap
        }
    }

    private static func reasons(
        _ graph: ComparisonGraph,
        _ tallies: [Tally],
        _ options: RatingOptions
    ) -> [UnrankableReason?] {
        guard options.ridge > 0 else { return graph.reasons }
        return tallies.map { $0.battles > 0 ? nil : UnrankableReason.noBattles }
    }

    /// The covariance of a fit of counts.
    var sandwichOfFit: Covariance? { pairFit == nil ? nil : covariance }

    /// A model's place among the rated ones.
    func place(of model: Int) -> Int? { places[model] }

    /// The model at a place among the rated ones.
    func model(at place: Int) -> Int { members[place] }

    /// What to expect of each row's model against each column's, a win counted 1 and a draw ½, in the order of the board's rows; ½ on the
    /// diagonal.
    public func winMatrix() -> [[Double]] {
        matrix { model, u, tie in
            guard let tie else { return Elementary.logistic(u) }
            return model.expectedScore(u: u, tau: tie)
        }
    }

    /// The chance that each row's model wins against each column's, in the order of the board's rows.
    ///
    /// By Davidson's and Rao's and Kupper's model, draws have chances of their own (``drawProbabilities()``); by Bradley-Terry, whose draws are
    /// half wins, this is ``winMatrix()``.
    public func winProbabilities() -> [[Double]] {
        matrix { model, u, tie in
            guard let tie else { return Elementary.logistic(u) }
            return model.chances(u: u, tau: tie).won
        }
    }

    /// The chance that each row's model draws with each column's, in the order of the board's rows; nil by Bradley-Terry, which has none, and
    /// where no battle was drawn.
    public func drawProbabilities() -> [[Double]]? {
        guard let tie = pairFit?.tieParameter else { return nil }
        return matrix { model, u, _ in model.chances(u: u, tau: tie).drawn }
    }

    private func matrix(_ value: (PairModel, _ u: Double, _ tie: Double?) -> Double) -> [[Double]] {
        let values = board.rows.compactMap { places[$0.model].map { strengths[$0] } }
        let tie = pairFit?.tieParameter
        return values.map { row in values.map { column in value(options.model, row - column, tie) } }
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
        let intervals: IntervalSource
        let groups: [Int: Int]
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
        _ pins: Pins,
        _ run: Run
    ) -> Board {
        let scale = RatingScale.pointsPerStrength
        let pinned = pins.single?.place
        let offset = pins.single.map { $0.rating - scale * strengths[$0.place] } ?? RatingScale.centre
        let z = Normal.quantile(twoSided: options.confidence)
        var ratings = strengths.map { offset + scale * $0 }
        // To the digit, whatever the way to a strength and back does.
        for (place, rating) in pins.ratings { ratings[place] = rating }
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
            for place in strengths.indices where pins.ratings[place] == nil {
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
            unrankable: Board.unrankable(run.reasons, run.groups, run.tallies),
            intervals: run.intervals,
            converged: true,
            iterations: run.iterations,
            gradientNorm: run.gradientNorm,
            battlesFitted: run.fitted,
            battlesTotal: run.total
        )
    }
}
