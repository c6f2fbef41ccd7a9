/// Why a model has no Bradley-Terry rating yet.
public enum UnrankableReason: String, Sendable, CaseIterable, Hashable, Codable {
    /// The model has not been in a counted battle.
    case noBattles = "no_battles"
    /// The model lost every battle: any rating, however low, could be lower still.
    case neverWon = "never_won"
    /// The model won every battle: any rating, however high, could be higher still.
    case neverLost = "never_lost"
    /// The model has results, but no chain of them runs both to the rated models and back.
    case notConnected = "not_connected"

    /// The reason in one plain sentence.
    public var explanation: String {
        switch self {
        case .noBattles: "No battles yet."
        case .neverWon: "It has lost every battle so far, so the data set no lower limit to its rating."
        case .neverLost: "It has won every battle so far, so the data set no upper limit to its rating."
        case .notConnected: "No chain of wins and ties leads both from it to the rated models and back from them to it."
        }
    }

    /// The reason that holds for a model outside the rated component with these battles.
    init(_ tally: Tally) {
        if tally.battles == 0 {
            self = .noBattles
        } else if tally.wins == 0 && tally.draws == 0 {
            self = .neverWon
        } else if tally.losses == 0 && tally.draws == 0 {
            self = .neverLost
        } else {
            self = .notConnected
        }
    }
}
