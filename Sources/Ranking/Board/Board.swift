/// A leaderboard: the rated models in order, those that cannot be rated yet and why, and how good the fit is.
public struct Board: Sendable, Hashable {
    /// A rated model.
    public struct Row: Sendable, Hashable {
        /// The model's index in the counts.
        public let model: Int
        /// The strength θ on the log scale; the mean over the rows is zero.
        public let strength: Double
        /// The rating, in rating points.
        public let rating: Double
        /// The standard error of the rating, in rating points.
        public let standardError: Double
        /// The lower end of the rating's confidence interval, in rating points.
        public let ratingLower: Double
        /// The upper end of the rating's confidence interval, in rating points.
        public let ratingUpper: Double
        /// 1 + the number of models whose interval lies wholly above this one's.
        public let rank: Int
        /// The number of models, this one included, whose interval does not lie wholly below this one's.
        public let rankLowerBound: Int
        /// All battles of the model, those against models without a rating included.
        public let tally: Tally
    }

    /// A model without a rating.
    public struct Unrankable: Sendable, Hashable {
        /// The model's index in the counts.
        public let model: Int
        /// Why it has no rating.
        public let reason: UnrankableReason
        /// All battles of the model.
        public let tally: Tally
    }

    /// The rated models, by rating from the highest, then by index.
    public let rows: [Row]
    /// The models without a rating, by index.
    public let unrankable: [Unrankable]
    /// Whether some battle of the rated models had a winner; where none had, errors are those of the inverse Hessian, whatever was
    /// asked for, and each tie is taken as a toss-up.
    public let isDecided: Bool
    /// Whether the fit reached its tolerances; true when there was nothing to fit.
    public let converged: Bool
    /// The Newton steps of the fit.
    public let iterations: Int
    /// The largest gap between a model's wins and those the fit expects of it, in battles.
    public let gradientNorm: Double
    /// The battles among rated models, which the fit used.
    public let battlesFitted: Int64
    /// All battles counted.
    public let battlesTotal: Int64
}
