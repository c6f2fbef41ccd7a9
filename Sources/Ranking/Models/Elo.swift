/// Sequential Elo ratings: each battle moves the two ratings at once, so the result depends on the order of the battles.
///
/// A method of its own beside Bradley-Terry, for comparison; it comes without confidence intervals. R′ = R + K·(S − E) with
/// E = 1 / (1 + base^((R_opponent − R)/scale)) (Elo 1978).
public struct Elo: Sendable, Equatable {
    /// The settings of an Elo rating.
    public struct Parameters: Sendable, Hashable {
        /// The most a battle can move a rating, in rating points.
        public var k: Double
        /// The rating points that multiply the odds by `base`.
        public var scale: Double
        /// What `scale` points multiply the odds by; above 1.
        public var base: Double
        /// The rating of a model before its first battle.
        public var start: Double

        /// Settings of an Elo rating; the defaults are those usual for model arenas.
        public init(k: Double = 4, scale: Double = 400, base: Double = 10, start: Double = 1000) {
            precondition(scale > 0 && base > 1, "the scale must be positive and the base above 1")
            self.k = k
            self.scale = scale
            self.base = base
            self.start = start
        }
    }

    /// The settings.
    public let parameters: Parameters
    /// The rating of each model after the battles so far, in rating points.
    public private(set) var ratings: [Double]
    private let pointsPerUnit: Double

    /// `modelCount` models before their first battle.
    public init(modelCount: Int, parameters: Parameters = Parameters()) {
        self.parameters = parameters
        ratings = Array(repeating: parameters.start, count: modelCount)
        pointsPerUnit = parameters.scale / Elementary.log(parameters.base)
    }

    /// Ratings to go on from, of models that may have had battles before.
    public init(ratings: [Double], parameters: Parameters = Parameters()) {
        self.init(modelCount: 0, parameters: parameters)
        self.ratings = ratings
    }

    /// Makes room for models up to index `modelCount - 1`; never shrinks.
    public mutating func ensure(modelCount: Int) {
        guard modelCount > ratings.count else { return }
        ratings += Array(repeating: parameters.start, count: modelCount - ratings.count)
    }

    /// What the ratings so far expect `a` to get out of a battle with `b`, from 0 to 1.
    public func expectedScore(of a: Int, against b: Int) -> Double {
        Elementary.logistic((ratings[a] - ratings[b]) / pointsPerUnit)
    }

    /// Counts the next battle, between `a` (shown as A) and `b`; their ratings keep their sum.
    public mutating func record(a: Int, b: Int, outcome: Outcome) {
        precondition(a != b, "a model cannot battle itself")
        let change = Self.change(ratings[a], ratings[b], outcome.scoreOfA, parameters.k, pointsPerUnit)
        ratings[a] += change
        ratings[b] -= change
    }

    /// What an outcome is worth to A, by its raw value.
    private static let scores = Outcome.allCases.map(\.scoreOfA)

    /// Counts battles one after the other.
    package mutating func record(_ battles: Span<PairOutcome>) {
        let (k, pointsPerUnit, scores) = (parameters.k, pointsPerUnit, Self.scores)
        var ratings = ratings.mutableSpan
        for index in battles.indices {
            let battle = battles[index]
            let (a, b) = (Int(battle.a), Int(battle.b))
            let change = Self.change(ratings[a], ratings[b], scores[Int(battle.code & 3)], k, pointsPerUnit)
            ratings[a] += change
            ratings[b] -= change
        }
    }

    /// What a battle moves A's rating up by, and B's down.
    @inline(__always)
    private static func change(
        _ ratingOfA: Double,
        _ ratingOfB: Double,
        _ scoreOfA: Double,
        _ k: Double,
        _ pointsPerUnit: Double
    ) -> Double {
        k * (scoreOfA - Elementary.logistic((ratingOfA - ratingOfB) / pointsPerUnit))
    }
}
