public import Foundation

/// Takes what a voter does and says beside voting, of whoever holds the battle's ticket.
public struct AsideService: Sendable {
    private let store: any AsideStore
    private let sealer: TicketSealer

    /// A service over a store.
    public init(store: any AsideStore, sealer: TicketSealer) {
        self.store = store
        self.sealer = sealer
    }

    /// Notes that a voter passed a battle over; who wrote what stays unsaid.
    ///
    /// - Returns: whether that is new.
    /// - Throws: `ArenaError`: the ticket's codes, `.unavailable`.
    public func skip(_ ticket: String, voter: VoterID?, at time: Date = Date()) async throws -> Bool {
        let opened = try sealer.open(ticket, by: voter)
        guard time <= opened.expiresAt else {
            throw ArenaError(.ticketExpired, "This battle was served too long ago. Ask for a new one.")
        }
        return try await store.skip(opened.pairing, at: max(time, opened.pairing.servedAt))
    }

    /// Keeps what decided a vote that is in the log.
    ///
    /// - Returns: the reasons as they are kept: each once, in their own order.
    /// - Throws: `ArenaError`: the ticket's codes, `.notFound` before there is a vote, `.unavailable`.
    public func give(
        _ reasons: [VoteReason],
        for ticket: String,
        voter: VoterID?,
        at time: Date = Date()
    ) async throws -> [VoteReason] {
        let pairing = try sealer.open(ticket, by: voter).pairing
        let given = Set(reasons)
        let kept = VoteReason.allCases.filter(given.contains)
        try await store.give(kept, for: pairing.battle, in: pairing.stream, at: time)
        return kept
    }
}
