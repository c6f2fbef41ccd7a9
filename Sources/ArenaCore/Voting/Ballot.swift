public import Ranking

/// What a voter sends: the ticket of a battle and what they say of it.
public struct Ballot: Sendable {
    /// What came with the battle.
    public let ticket: String
    /// What the voter says.
    public let outcome: Outcome
    /// Who sends it, when known; a ticket made for another voter is then refused.
    public let voter: VoterID?
    /// Keyed hash of the sender's network, when known.
    public let network: NetworkID?

    /// A ballot.
    public init(ticket: String, outcome: Outcome, voter: VoterID?, network: NetworkID?) {
        self.ticket = ticket
        self.outcome = outcome
        self.voter = voter
        self.network = network
    }
}
