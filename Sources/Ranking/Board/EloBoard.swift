/// A board by sequential Elo ratings: what they are after the battles in their order.
///
/// The order matters, as ``isOrderDependent`` says of every such board; the same battles in another order give another one.
/// Intervals are there only where permutations are asked for, and tell of the order alone: how ratings would spread had the same
/// battles come in any other order.
public struct EloBoard: Sendable, Equatable {
    /// One model's place.
    public struct Row: Sendable, Equatable {
        /// The model's index.
        public let model: Int
        /// Its Elo rating, in points of the Elo scale.
        public let rating: Double
        /// The lower percentile of its rating over permutations, where those were asked for.
        public let ratingLower: Double?
        /// The upper percentile.
        public let ratingUpper: Double?
        /// 1 + the number of models with a higher rating.
        public let rank: Int
        /// Its battles.
        public let tally: Tally
    }

    /// Orders of the same battles to try.
    public struct Permutations: Sendable, Hashable {
        /// How many.
        public let rounds: Int
        /// The seed of the random numbers.
        public let seed: UInt64

        /// So many orders, at least one.
        public init(rounds: Int, seed: UInt64) {
            precondition(rounds > 0, "there is at least one permutation")
            self.rounds = rounds
            self.seed = seed
        }
    }

    /// Models with a battle, best first; of equal ratings the lower index first.
    public let rows: [Row]
    /// Models without a battle.
    public let unrankable: [Board.Unrankable]
    /// The settings.
    public let parameters: Elo.Parameters
    /// The orders behind the intervals, where there are any.
    public let permutations: Permutations?
    /// The share of the orders tried that an interval holds.
    public let confidence: Double
    /// The battles followed.
    public let battles: Int64

    /// What an Elo rating is to be labelled with wherever it is shown.
    public static let label = "order-dependent"
    /// Always: a board by Elo follows the order of its battles.
    public var isOrderDependent: Bool { true }

    /// Follows battles in their order; the same seed gives the same intervals.
    ///
    /// - Parameters:
    ///   - battles: the battles, the first one first.
    ///   - parameters: K, scale, base and start.
    ///   - permutations: orders to take intervals from; nil for none.
    ///   - confidence: the share of the permutations that an interval holds.
    public init(
        _ battles: BattleSequence,
        parameters: Elo.Parameters = Elo.Parameters(),
        permutations: Permutations? = nil,
        confidence: Double = 0.95
    ) {
        let order = Array(0..<battles.count)
        var samples: [[Double]] = []
        if let permutations {
            samples = Parallel.map(permutations.rounds) { round in
                var random = Random(seed: permutations.seed, stream: UInt64(round))
                return Self.ratings(battles, order.shuffled(using: &random), parameters)
            }
        }
        self.init(
            ratings: Self.ratings(battles, order, parameters),
            counts: battles.counts,
            parameters: parameters,
            permutations: permutations,
            samples: samples,
            confidence: confidence
        )
    }

    /// The board of ratings that followed their battles already, without intervals.
    ///
    /// - Parameters:
    ///   - elo: the ratings.
    ///   - counts: those battles, with as many models as the ratings are of.
    public init(_ elo: Elo, counts: PairCounts) {
        precondition(elo.ratings.count == counts.modelCount, "ratings and counts are of the same models")
        self.init(
            ratings: elo.ratings,
            counts: counts,
            parameters: elo.parameters,
            permutations: nil,
            samples: [],
            confidence: 0.95
        )
    }

    private init(
        ratings: [Double],
        counts: PairCounts,
        parameters: Elo.Parameters,
        permutations: Permutations?,
        samples: [[Double]],
        confidence: Double
    ) {
        let tallies = counts.tallies()
        let met = tallies.indices.filter { tallies[$0].battles > 0 }
        let published = ratings.map(RatingScale.published)
        let descending = met.map { published[$0] }.sorted(by: >)
        let tail = (1 - confidence) / 2
        rows = met.map { model in
            let sorted = samples.map { $0[model] }.sorted()
            return Row(
                model: model,
                rating: published[model],
                ratingLower: sorted.quantileOfSorted(tail).map(RatingScale.published),
                ratingUpper: sorted.quantileOfSorted(1 - tail).map(RatingScale.published),
                rank: 1 + (descending.firstIndex { $0 <= published[model] } ?? 0),
                tally: tallies[model]
            )
        }.sorted { ($1.rating, $0.model) < ($0.rating, $1.model) }
        unrankable = Board.unrankable(tallies.map { $0.battles > 0 ? nil : .noBattles }, [:], tallies)
        self.parameters = parameters
        self.permutations = permutations
        self.confidence = confidence
        battles = counts.total
    }

    private static func ratings(_ battles: BattleSequence, _ order: [Int], _ parameters: Elo.Parameters) -> [Double] {
        var elo = Elo(modelCount: battles.modelCount, parameters: parameters)
        for place in order {
            let battle = battles[place]
            elo.record(a: battle.a, b: battle.b, outcome: battle.outcome)
        }
        return elo.ratings
    }
}
