public import Ranking

/// What holds the order of two neighbours on a board: the votes without which it would be the other one.
public struct OrderHold: Sendable, Equatable {
    /// Votes of one pair that said the same.
    public struct Removal: Sendable, Equatable {
        /// The one model.
        public let first: Model
        /// The other.
        public let second: Model
        /// What the votes said, with `first` as A; a tie stands for both kinds of draw.
        public let outcome: Outcome
        /// How many there are of them.
        public let votes: Int64
    }

    /// The model above.
    public let upper: Model
    /// The model below.
    public let lower: Model
    /// The votes whose removal turns the order; nil where none was found.
    public let votes: Int64?
    /// The kinds of votes that they are.
    public let removals: [Removal]
    /// How probable it is that the upper one is truly above.
    public let probability: Double?

    /// The holds of a board's neighbours, from the top; of those whose places `pairs` holds.
    ///
    /// - Parameter models: in the order in which the analysis knows them.
    public static func all(_ analysis: RatingAnalysis, models: [Model], pairs: Range<Int>? = nil) -> [OrderHold] {
        analysis.fragility(pairs: pairs).map { fragility in
            OrderHold(
                upper: models[fragility.upper],
                lower: models[fragility.lower],
                votes: fragility.votes,
                removals: fragility.removals.map {
                    Removal(first: models[$0.first], second: models[$0.second], outcome: $0.outcome, votes: $0.count)
                },
                probability: analysis.probability(of: fragility.upper, above: fragility.lower)
            )
        }
    }
}
