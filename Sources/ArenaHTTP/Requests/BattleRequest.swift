import ArenaCore

/// The body of a request for a battle: what kind of prompt it should be about, if any.
struct BattleRequest: Decodable, Sendable {
    private enum Fields: String, CodingKey {
        case language, category, length
    }

    private static let longest = 200

    /// What the voter wants to see.
    let choice: PromptChoice

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Fields.self)
        func name(_ field: Fields) throws -> String? {
            let value = try fields.decodeIfPresent(String.self, forKey: field)
            guard value?.utf8.count ?? 0 <= Self.longest else {
                throw APIError.invalidRequest(
                    "The field `\(field.rawValue)` is too long; /api/v1/battles/choices lists what there is."
                )
            }
            return value?.isEmpty == true ? nil : value
        }
        let length = try name(.length).map { name in
            guard let length = PromptLength(rawValue: name) else {
                let known = PromptLength.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
                throw APIError.invalidRequest("The field `length` must be one of: \(known).")
            }
            return length
        }
        choice = PromptChoice(language: try name(.language), category: try name(.category), length: length)
    }
}
