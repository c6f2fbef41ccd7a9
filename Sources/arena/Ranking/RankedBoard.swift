import ArenaCore
import Ranking

/// A board that was ranked offline, with what is told beside it.
struct RankedBoard {
    /// How many votes hold the order of two neighbours on the board.
    struct Hold {
        let upper: Model
        let lower: Model
        /// The votes whose removal turns the order; nil where none was found.
        let votes: Int64?
        /// The kinds of votes that they are.
        let removals: [(first: Model, second: Model, outcome: Outcome, count: Int64)]
        /// How probable it is that the upper one is truly above.
        let probability: Double?
    }

    let board: LeaderboardSnapshot
    let models: [Model]
    let analysis: RatingAnalysis?

    /// What holds the order of neighbours, from the top.
    func holds() -> [Hold] {
        guard let analysis else { return [] }
        return analysis.fragility().map { fragility in
            Hold(
                upper: models[fragility.upper],
                lower: models[fragility.lower],
                votes: fragility.votes,
                removals: fragility.removals.map {
                    (models[$0.first], models[$0.second], $0.outcome, $0.count)
                },
                probability: analysis.probability(of: fragility.upper, above: fragility.lower)
            )
        }
    }
}
