import ArenaCore

/// The body of what decided a vote.
struct ReasonsRequest: Decodable, Sendable {
    private enum Fields: String, CodingKey {
        case ticket, reasons
    }

    /// What came with the battle.
    let ticket: String
    /// What the voter says.
    let reasons: [VoteReason]

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Fields.self)
        ticket = try fields.decode(String.self, forKey: .ticket)
        let names = try fields.decode([String].self, forKey: .reasons)
        reasons = try names.map { name in
            guard let reason = VoteReason(rawValue: name) else {
                let known = VoteReason.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
                throw APIError.invalidRequest("The field `reasons` is a list of any of: \(known).")
            }
            return reason
        }
    }
}
