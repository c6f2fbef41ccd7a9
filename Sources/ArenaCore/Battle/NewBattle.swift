public import Foundation
public import Ranking

/// A battle on its way into the log: what the log's row says, but for the seq it will get.
public struct NewBattle: Sendable, Equatable {
    /// The random (crowd) or derived (import) name that makes writing it twice write it once.
    public let id: Identifier<Battle>
    /// The model on side A.
    public let modelA: ModelID
    /// The model on side B.
    public let modelB: ModelID
    /// What the voter said.
    public let outcome: Outcome
    /// What both were asked, when known.
    public var prompt: Identifier<Prompt>?
    /// The response on side A, when known.
    public var responseA: Identifier<Response>?
    /// The response on side B, when known.
    public var responseB: Identifier<Response>?
    /// The voter's pseudonym, when there was one.
    public var voter: VoterID?
    /// Keyed hash of the voter's network prefix.
    public var network: NetworkID?
    /// The sampling policy's version.
    public var policy: UInt16?
    /// The probability with which the pair was drawn.
    public var probability: Double?
    /// When it was shown.
    public var servedAt: Date?
    /// When it was voted on.
    public var votedAt: Date?
    /// The language as the source names it.
    public var language: String?
    /// The categories that the battle counts in; nil where it is to be those of its prompt, and its language, too.
    public var tags: [String]?
    /// Where it came from.
    public let source: BattleSource

    /// A battle with what every battle has.
    public init(
        id: Identifier<Battle>,
        modelA: ModelID,
        modelB: ModelID,
        outcome: Outcome,
        source: BattleSource
    ) {
        self.id = id
        self.modelA = modelA
        self.modelB = modelB
        self.outcome = outcome
        self.source = source
    }

    /// A vote on a pairing that was served here.
    public init(pairing: Pairing, outcome: Outcome, network: NetworkID?, votedAt: Date, source: BattleSource) {
        self.init(
            id: pairing.battle,
            modelA: pairing.modelA,
            modelB: pairing.modelB,
            outcome: outcome,
            source: source
        )
        prompt = pairing.prompt
        responseA = pairing.responseA
        responseB = pairing.responseB
        voter = pairing.voter
        self.network = network
        policy = pairing.policy
        probability = pairing.probability
        servedAt = pairing.servedAt
        self.votedAt = votedAt
    }
}
