import Dispatch
import Synchronization

/// How far ratings would move had other votes been cast: fits of resampled battles (Efron 1979).
///
/// A round draws for each pair and outcome a Poisson number of battles with the observed number as its mean, which for ratings
/// is the same as drawing battles with replacement. It is fitted by chord steps with the factor of the full data, and by
/// Newton's method where those do not get there. A round whose wins and draws do not connect all the models has no maximum: it is
/// left out and counted.
public struct Bootstrap: Sendable {
    /// The rounds asked for.
    public let rounds: Int
    /// The rounds without a maximum, which are not in the figures.
    public let separated: Int
    /// What each round came to, on the log scale, by model.
    public let strengths: [[Double]]
    /// The seed.
    public let seed: UInt64

    private let sorted: [[Double]]

    private static let chordLimit = 30
    /// Rounds between two reports of progress, run by all processors together.
    private static let stride = 64

    private init(rounds: Int, separated: Int, seed: UInt64, strengths: [[Double]]) {
        self.rounds = rounds
        self.separated = separated
        self.seed = seed
        self.strengths = strengths
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
            strengths: strengths.map { zip($0, zero).map { $0 - $1 } }
        )
    }

    /// Runs `rounds` rounds around a fit; the same seed gives the same figures.
    ///
    /// - Parameters:
    ///   - fit: the fit of the battles as they were.
    ///   - cells: those battles.
    ///   - rounds: how many rounds.
    ///   - seed: of the random numbers.
    ///   - progress: called now and then with the rounds done.
    public init(
        of fit: PairFit,
        cells: [WeightedCell],
        rounds: Int,
        seed: UInt64,
        progress: (Int) -> Void = { _ in }
    ) {
        precondition(rounds > 0, "a bootstrap has at least one round")
        let modelCount = fit.strengths.count
        var samples = Array(repeating: [Double](), count: modelCount)
        for index in samples.indices { samples[index].reserveCapacity(rounds) }
        var separated = 0
        for start in Swift.stride(from: 0, to: rounds, by: Self.stride) {
            let count = min(Self.stride, rounds - start)
            let fits = Mutex<[[Double]?]>(Array(repeating: nil, count: count))
            // A round has a stream of random numbers of its own, so that it does not matter who runs it when.
            DispatchQueue.concurrentPerform(iterations: count) { place in
                var random = Random(seed: seed, stream: UInt64(start + place))
                let drawn = cells.map { $0.resampled(&random) }
                let strengths = fit.refitted(drawn, chordLimit: Self.chordLimit)
                fits.withLock { $0[place] = strengths }
            }
            for strengths in fits.withLock({ $0 }) {
                if let strengths {
                    for (index, strength) in strengths.enumerated() { samples[index].append(strength) }
                } else {
                    separated += 1
                }
            }
            progress(start + count)
        }
        self.rounds = rounds
        self.separated = separated
        self.seed = seed
        strengths = samples
        sorted = samples.map { $0.sorted() }
    }

    /// A quantile of a model's strength, by linear interpolation; nil where no round counts.
    public func quantile(_ share: Double, of model: Int) -> Double? {
        let values = sorted[model]
        guard let last = values.indices.last else { return nil }
        let place = share * Double(last)
        let low = Int(place.rounded(.down))
        let high = min(low + 1, last)
        return values[low] + (values[high] - values[low]) * (place - Double(low))
    }

    /// The standard deviation of a model's strength.
    public func deviation(of model: Int) -> Double? {
        let values = strengths[model]
        guard values.count > 1 else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }
}

extension WeightedCell {
    /// The cell with other numbers of battles, as if voted again.
    func resampled(_ random: inout Random) -> WeightedCell {
        func mass(_ mass: Mass, _ random: inout Random) -> Mass {
            guard mass.weight > 0 else { return .zero }
            // Battles of equal weight w: weight = n·w and square = n·w²; of unequal ones, so many equal ones as spread alike.
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
