public import Foundation

/// Keeps what voters do and say beside voting: nothing that any board is made of.
public protocol AsideStore: Sendable {
    /// Notes that a battle was passed over.
    ///
    /// - Returns: whether that is new.
    /// - Throws: `ArenaError`; with `.notFound` when what the battle refers to is no longer stored.
    func skip(_ pairing: Pairing, at time: Date) async throws -> Bool

    /// Keeps what decided a vote, in place of what was said before.
    ///
    /// - Throws: `ArenaError`; with `.notFound` when no vote on the battle is in the log.
    func give(_ reasons: [VoteReason], for battle: Identifier<Battle>, in stream: Stream, at time: Date) async throws
}
