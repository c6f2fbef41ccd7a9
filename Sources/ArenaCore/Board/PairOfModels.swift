public import Ranking

/// Two models set against each other: what happened between them, and what their ratings say.
public struct PairOfModels: Sendable {
    /// How far one rating lies above another, in points.
    public struct Difference: Sendable, Equatable {
        /// The one minus the other.
        public let rating: Double
        /// The standard error of the difference, in which what both errors share cancels out.
        public let standardError: Double
        /// The lower end of the difference's interval.
        public let lower: Double
        /// The upper end of it.
        public let upper: Double
    }

    /// The one.
    public let model: Model
    /// The other.
    public let opponent: Model
    /// What became of the battles between them, as `model` sees it.
    public let record: Tally
    /// The difference of their ratings; nil unless both are rated.
    public let difference: Difference?
    /// The share of a win that `model` can expect in a battle with `opponent`, a tie counted half; nil unless both are rated.
    public let expectedScore: Double?
    /// How probable it is that `model` is truly the stronger, by the normal approximation of the difference; nil unless both are rated.
    public let probabilityAbove: Double?

    /// The share of a win that `model` got on average, a tie counted half; nil where they never met.
    public var score: Double? {
        guard record.battles > 0 else { return nil }
        return (Double(record.wins) + Double(record.draws) / 2) / Double(record.battles)
    }
}
