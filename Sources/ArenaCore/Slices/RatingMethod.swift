public import Ranking

/// The methods that a board can be asked for by.
public enum RatingMethod: String, Sendable, CaseIterable, Hashable {
    /// Bradley-Terry, a battle without a winner half a win for each: the method of the board that everybody sees.
    case bradleyTerry = "bradley_terry"
    /// Davidson's model of ties.
    case davidson
    /// Rao and Kupper's model of ties.
    case raoKupper = "rao_kupper"
    /// Sequential Elo, in the order of the log.
    case elo

    /// The model of a battle that is fitted; nil for Elo, which fits none.
    public var model: PairModel? { PairModel(rawValue: rawValue) }
}
