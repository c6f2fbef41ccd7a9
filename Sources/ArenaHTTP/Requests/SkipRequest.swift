/// The body of a skip.
struct SkipRequest: Decodable, Sendable {
    /// What came with the battle.
    let ticket: String
}
