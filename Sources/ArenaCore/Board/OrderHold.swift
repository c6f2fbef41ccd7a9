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
        analysis.fragility(pairs: pairs) { models[$0].stage.isShown }.map {
            OrderHold($0, of: analysis, models: models)
        }
    }

    /// What holds a board's first model in its place: of all the others, the one that the fewest votes keep below it.
    ///
    /// - Parameter progress: called now and then with how many of how many challengers have been tried.
    public static func first(
        _ analysis: RatingAnalysis,
        models: [Model],
        progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) -> OrderHold? {
        analysis.fragilityOfFirst(among: { models[$0].stage.isShown }, progress: progress).map {
            OrderHold($0, of: analysis, models: models)
        }
    }

    private init(_ fragility: Fragility, of analysis: RatingAnalysis, models: [Model]) {
        upper = models[fragility.upper]
        lower = models[fragility.lower]
        votes = fragility.votes
        removals = fragility.removals.map {
            Removal(first: models[$0.first], second: models[$0.second], outcome: $0.outcome, votes: $0.count)
        }
        probability = analysis.probability(of: fragility.upper, above: fragility.lower)
    }
}
