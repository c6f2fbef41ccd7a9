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
        /// The group of models, numbered from 1 by their lowest one, in which it can be compared with others, though not with the rated
        /// ones; nil where there is nobody.
        public let group: Int?
        /// All battles of the model.
        public let tally: Tally
    }

    /// The rated models, by rating from the highest, then by index.
    public let rows: [Row]
    /// The models without a rating, by index.
    public let unrankable: [Unrankable]
    /// Where errors and intervals come from, whatever was asked for.
    ///
    /// The inverse Hessian where no battle of the rated models had a winner, each tie taken as a toss-up; the sandwich where a bootstrap
    /// has too few rounds with a maximum, see ``Bootstrap/holds(_:)``.
    public let intervals: IntervalSource
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
