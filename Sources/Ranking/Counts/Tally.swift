/// One model's battles, counted by how they ended for it.
public struct Tally: Sendable, Hashable {
    /// All battles of the model.
    public var battles: Int64
    /// Battles the model won.
    public var wins: Int64
    /// Battles the model lost.
    public var losses: Int64
    /// Battles judged a tie, not counting those judged both bad.
    public var ties: Int64
    /// Battles in which neither response was usable.
    public var bothBad: Int64

    /// A tally of the given counts, all zero when none is given.
    public init(wins: Int64 = 0, losses: Int64 = 0, ties: Int64 = 0, bothBad: Int64 = 0) {
        battles = wins + losses + ties + bothBad
        self.wins = wins
        self.losses = losses
        self.ties = ties
        self.bothBad = bothBad
    }

    /// Battles that count as half a win for each side in the fit.
    public var draws: Int64 { ties + bothBad }
}
