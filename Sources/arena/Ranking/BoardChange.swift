import Ranking

/// What became of one model from an earlier board to a later one.
struct BoardChange: Encodable {
    private enum CodingKeys: String, CodingKey {
        case model, name
        case rankBefore = "rank_before"
        case rankAfter = "rank_after"
        case ratingBefore = "rating_before"
        case ratingAfter = "rating_after"
        case change
        case standardError = "standard_error"
        case isBeyondChance = "beyond_chance"
    }

    /// A change of more than this many of its own standard errors is beyond chance at 5 %.
    private static let z = Board.z95

    let model: String
    let name: String
    /// Nil where the model is new.
    let rankBefore: Int?
    /// Nil where the model left the board.
    let rankAfter: Int?
    /// In the later board's points, once the boards are laid on one another.
    let ratingBefore: Double?
    let ratingAfter: Double?
    /// Points gained; nil for a model that is on one board only.
    let change: Double?
    /// Of the change, as if the two boards were of separate votes; nil where one of them has none, as by Elo.
    let standardError: Double?
    let isBeyondChance: Bool?

    /// The change between two rows, of which there is at least one; `shift` lays the earlier board on the later one.
    init(before: ComparedBoard.Row?, after: ComparedBoard.Row?, shift: Double) {
        model = after?.model ?? before?.model ?? ""
        name = after?.name ?? before?.name ?? ""
        rankBefore = before?.rank
        rankAfter = after?.rank
        ratingBefore = before.map { $0.rating + shift }
        ratingAfter = after?.rating
        if let ratingBefore, let ratingAfter { change = ratingAfter - ratingBefore } else { change = nil }
        if let one = before?.standardError, let other = after?.standardError {
            standardError = (one * one + other * other).squareRoot()
        } else {
            standardError = nil
        }
        if let change, let standardError {
            isBeyondChance = abs(change) > Self.z * standardError
        } else {
            isBeyondChance = nil
        }
    }

    /// Writes every member, those without a value as null.
    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(model, forKey: .model)
        try members.encode(name, forKey: .name)
        try members.encode(rankBefore, forKey: .rankBefore)
        try members.encode(rankAfter, forKey: .rankAfter)
        try members.encode(ratingBefore, forKey: .ratingBefore)
        try members.encode(ratingAfter, forKey: .ratingAfter)
        try members.encode(change, forKey: .change)
        try members.encode(standardError, forKey: .standardError)
        try members.encode(isBeyondChance, forKey: .isBeyondChance)
    }
}
