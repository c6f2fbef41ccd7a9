/// How far ratings would move had other votes been cast: fits of resampled battles (Efron 1979).
///
/// A round draws for each pair and outcome a Poisson number of battles with the observed number as its mean, which for ratings
/// is the same as drawing battles with replacement; of battles with features it takes each a Poisson number of times with mean 1. It
/// is fitted by chord steps with the factor of the full data, and by
/// Newton's method where those do not get there. A round whose wins and draws do not connect all the models has no maximum: it is
/// left out and counted; with too many of them there are no intervals, see ``holds(_:)``.
public struct Bootstrap: Sendable {
    /// The rounds asked for.
    public let rounds: Int
    /// The rounds without a maximum, which are not in the figures.
    public let separated: Int
    /// What each round came to, on the log scale, by model.
    public let strengths: [[Double]]
    /// What each round came to for the features' coefficients, by feature, or for the tie parameter; empty where there are none.
    public let coefficients: [[Double]]
    /// The seed.
    public let seed: UInt64

    private let sorted: [[Double]]

    /// What a round came to.
    struct Sample: Sendable {
        let strengths: [Double]
        let parameters: [Double]
    }

    private static let chordLimit = 30
    /// Rounds between two reports of progress, run by all processors together.
    private static let stride = 64

    private init(rounds: Int, separated: Int, seed: UInt64, strengths: [[Double]], coefficients: [[Double]]) {
        self.rounds = rounds
        self.separated = separated
        self.seed = seed
        self.strengths = strengths
        self.coefficients = coefficients
        sorted = strengths.map { $0.sorted() }
    }

    /// The same rounds with every strength taken from that of one model.
    func relative(to pinned: Int?) -> Bootstrap {
        guard let pinned else { return self }
        let zero = strengths[pinned]
        return Bootstrap(
            rounds: rounds,
            separated: separated,
            seed: seed,
            strengths: strengths.map { zip($0, zero).map { $0 - $1 } },
            coefficients: coefficients
        )
    }

    /// Runs `rounds` rounds around a fit; the same seed gives the same figures.
    ///
    /// - Parameters:
    ///   - fit: the fit of the battles as they were.
    ///   - battles: those battles.
    ///   - rounds: how many rounds.
    ///   - seed: of the random numbers.
    ///   - progress: called now and then with the rounds done.
    init(
        of fit: PairFit,
        battles: Weighed,
        rounds: Int,
        seed: UInt64,
        progress: (Int) -> Void = { _ in }
    ) {
        let parameters = fit.tieParameter == nil ? 0 : 1
        self.init(rounds: rounds, seed: seed, models: fit.strengths.count, parameters: parameters, progress: progress) {
            random in
            let drawn = battles.resampled(&random)
            // A round that happens to have no tie has no tie parameter either.
            return fit.refitted(drawn, chordLimit: Self.chordLimit).map { strengths, tie in
                Sample(strengths: strengths, parameters: tie.map { [$0] } ?? [])
            }
        }
    }

    /// Runs `rounds` rounds around a fit with features; the same seed gives the same figures.
    public init(of fit: FeatureFit, rounds: Int, seed: UInt64, progress: (Int) -> Void = { _ in }) {
        let (models, parameters) = (fit.strengths.count, fit.coefficients.count)
        self.init(rounds: rounds, seed: seed, models: models, parameters: parameters, progress: progress) { random in
            fit.resampled(&random, chordLimit: Self.chordLimit)
        }
    }

    private init(
        rounds: Int,
        seed: UInt64,
        models: Int,
        parameters: Int,
        progress: (Int) -> Void,
        sample: @Sendable (inout Random) -> Sample?
    ) {
        precondition(rounds > 0, "a bootstrap has at least one round")
        var strengths = Array(repeating: [Double](), count: models)
        var coefficients = Array(repeating: [Double](), count: parameters)
        for index in strengths.indices { strengths[index].reserveCapacity(rounds) }
        var separated = 0
        for start in Swift.stride(from: 0, to: rounds, by: Self.stride) {
            let count = min(Self.stride, rounds - start)
            // A round has a stream of random numbers of its own, so that it does not matter who runs it when.
            let samples = Parallel.map(count) { place in
                var random = Random(seed: seed, stream: UInt64(start + place))
                return sample(&random)
            }
            for sample in samples {
                guard let sample else {
                    separated += 1
                    continue
                }
                for (index, strength) in sample.strengths.enumerated() { strengths[index].append(strength) }
                for (index, value) in sample.parameters.enumerated() { coefficients[index].append(value) }
            }
            progress(start + count)
        }
        self.init(
            rounds: rounds,
            separated: separated,
            seed: seed,
            strengths: strengths,
            coefficients: coefficients
        )
    }

    /// Whether so few rounds had no maximum that percentiles of the others are intervals: at most as many as the intervals leave outside.
    ///
    /// Rounds without a maximum are not any rounds: in them some model had lost or won everything, and its rating was beyond all bounds.
    ///
    /// - Parameter confidence: the share of cases in which an interval should hold the truth.
    public func holds(_ confidence: Double) -> Bool {
        rounds - separated > 1 && Double(separated) <= (1 - confidence) * Double(rounds)
    }

    /// A quantile of a model's strength, by linear interpolation; nil where no round counts.
    public func quantile(_ share: Double, of model: Int) -> Double? { sorted[model].quantileOfSorted(share) }

    /// The standard deviation of the difference of two models' strengths; nil where fewer than two rounds count.
    public func deviation(of a: Int, from b: Int) -> Double? {
        zip(strengths[a], strengths[b]).map { $0 - $1 }.sampleDeviation
    }

    /// The percentiles of the difference of two models' strengths, `tail` and 1 less it; nil where fewer than two rounds count.
    public func interval(of a: Int, from b: Int, tail: Double) -> (lower: Double, upper: Double)? {
        let gaps = zip(strengths[a], strengths[b]).map { $0 - $1 }.sorted()
        guard gaps.count > 1, let lower = gaps.quantileOfSorted(tail), let upper = gaps.quantileOfSorted(1 - tail)
        else {
            return nil
        }
        return (lower, upper)
    }

    /// The standard deviation of a model's strength.
    public func deviation(of model: Int) -> Double? { strengths[model].sampleDeviation }
}

extension WeightedCell {
    /// The cell, whose battles of an outcome weigh the same, with other numbers of them, as if voted again.
    func resampled(_ random: inout Random) -> WeightedCell {
        func mass(_ mass: Mass, _ random: inout Random) -> Mass {
            guard mass.weight > 0 else { return .zero }
            // n battles of weight w: weight = n·w and square = n·w².
            let each = mass.square / mass.weight
            let count = random.poisson(mass.weight / each)
            return Mass(weight: count * each, square: count * each * each)
        }
        var cell = self
        cell.firstWins = mass(firstWins, &random)
        cell.secondWins = mass(secondWins, &random)
        cell.draws = mass(draws, &random)
        return cell
    }
}
