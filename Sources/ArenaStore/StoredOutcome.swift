import ArenaCore
import Ranking

/// Outcomes as the log's column holds them.
enum StoredOutcome {
    /// - Throws: `ArenaError` with `.corrupt` for a number that is no outcome.
    static func decoded(_ stored: Int16) throws -> Outcome {
        guard let outcome = UInt8(exactly: stored).flatMap(Outcome.init(rawValue:)) else {
            throw ArenaError(.corrupt, "The battle log holds the outcome \(stored), which this version does not know.")
        }
        return outcome
    }
}
