import Ranking

/// The body of a vote.
struct VoteRequest: Decodable, Sendable {
    private enum Fields: String, CodingKey {
        case ticket, outcome
    }

    /// What came with the battle.
    let ticket: String
    /// What the voter says.
    let outcome: Outcome

    init(ticket: String, outcome: Outcome) {
        self.ticket = ticket
        self.outcome = outcome
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Fields.self)
        ticket = try fields.decode(String.self, forKey: .ticket)
        let label = try fields.decode(String.self, forKey: .outcome)
        guard let outcome = Outcome(label: label) else {
            let labels = Outcome.allCases.map(\.label).joined(separator: ", ")
            throw APIError.invalidRequest("The field `outcome` must be one of: \(labels).")
        }
        self.outcome = outcome
    }
}
