/// How a board is to be computed.
public struct RatingOptions: Sendable, Hashable {
    /// Where intervals come from.
    public enum Intervals: Sendable, Hashable {
        /// The sandwich covariance.
        case sandwich
        /// The inverse Hessian.
        case inverseHessian
        /// Percentiles of so many rounds of a bootstrap.
        case bootstrap(rounds: Int, seed: UInt64)
    }

    /// A model pinned to a rating; the errors of the others are then those of their difference to it.
    public struct Anchor: Sendable, Hashable {
        /// The model's index.
        public let model: Int
        /// Its rating, in points.
        public let rating: Double

        /// Pins a model.
        public init(model: Int, rating: Double) {
            self.model = model
            self.rating = rating
        }
    }

    /// The model of a battle.
    public var model = PairModel.bradleyTerry
    /// What battles weigh.
    public var weighting = Weighting.equal
    /// λ of a declared ridge, λ/2·|θ|², or 0 for none.
    ///
    /// With one, every model with a battle is rated, and strengths are about zero.
    public var ridge = 0.0
    /// Where intervals come from.
    public var intervals = Intervals.sandwich
    /// The share of cases in which an interval should hold the truth.
    public var confidence = 0.95
    /// The model that is pinned, if one is.
    public var anchor: Anchor?

    /// Bradley-Terry, battles of equal weight, sandwich intervals of 95 %.
    public init() {}
}
