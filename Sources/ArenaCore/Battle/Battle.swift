public import Foundation

/// Where a battle came from.
public enum BattleSource: Sendable, Equatable {
    /// A vote on this arena.
    case crowd
    /// Public data, by the name it was imported under.
    case imported(String)
    /// Made by a program; never mixed with the others.
    case simulated

    /// The text in the `source` column.
    public var label: String {
        switch self {
        case .crowd: "crowd"
        case .imported(let name): "import:\(name)"
        case .simulated: "simulated"
        }
    }
}

/// A comparison of two models by one voter, as a thing that has an identifier.
public enum Battle {}

/// Two responses set side by side for one voter: everything about a battle but its outcome.
public struct Pairing: Sendable, Equatable {
    /// The battle's random name.
    public let battle: Identifier<Battle>
    /// The stream that the prompt lives in.
    public let stream: Stream
    /// What both were asked.
    public let prompt: Identifier<Prompt>
    /// The response shown on side A.
    public let responseA: Identifier<Response>
    /// The response shown on side B.
    public let responseB: Identifier<Response>
    /// Whose response is on side A.
    public let modelA: ModelID
    /// Whose response is on side B.
    public let modelB: ModelID
    /// The probability with which the policy drew this pair of models, in (0, 1].
    public let probability: Double
    /// The version of the sampling policy.
    public let policy: UInt16
    /// The pseudonym of the voter it was drawn for.
    public let voter: VoterID
    /// When it was served; whole microseconds, as the database keeps them.
    public let servedAt: Date

    /// A pairing.
    public init(
        battle: Identifier<Battle>,
        stream: Stream,
        prompt: Identifier<Prompt>,
        responseA: Identifier<Response>,
        responseB: Identifier<Response>,
        modelA: ModelID,
        modelB: ModelID,
        probability: Double,
        policy: UInt16,
        voter: VoterID,
        servedAt: Date
    ) {
        self.battle = battle
        self.stream = stream
        self.prompt = prompt
        self.responseA = responseA
        self.responseB = responseB
        self.modelA = modelA
        self.modelB = modelB
        self.probability = probability
        self.policy = policy
        self.voter = voter
        self.servedAt = servedAt
    }
}
