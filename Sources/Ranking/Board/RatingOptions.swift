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

    /// A model pinned to a rating.
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
    /// With one, every model with a battle is rated, and strengths are about zero (rating 1000).
    public var ridge = 0.0
    /// Where intervals come from.
    public var intervals = Intervals.sandwich
    /// The share of cases in which an interval should hold the truth.
    public var confidence = 0.95
    /// The models that are pinned.
    ///
    /// One moves the board as a whole, and the errors of the others are then those of their difference to it. Of several, the
    /// strengths are constants of the fit, and those of the others are estimated given them; the errors suppose that the pinned
    /// ratings are right.
    public var anchors: [Anchor] = []
    /// Whether features that are zero in every battle among the rated are left out; they are an error otherwise.
    public var leavesOutSilentFeatures = false
    /// The model that is pinned, if a single one is.
    public var anchor: Anchor? {
        get { anchors.count == 1 ? anchors[0] : nil }
        set { anchors = newValue.map { [$0] } ?? [] }
    }

    /// Bradley-Terry, battles of equal weight, sandwich intervals of 95 %.
    public init() {}
}
