/// What a voter said of one battle between the model shown as A and the model shown as B.
public enum Outcome: UInt8, Sendable, CaseIterable, Hashable, Codable {
    /// A's response was better.
    case modelA = 0
    /// B's response was better.
    case modelB = 1
    /// Both responses were equally good.
    case tie = 2
    /// Neither response was usable.
    case bothBad = 3

    /// The name on the wire and in the database.
    public var label: String {
        switch self {
        case .modelA: "model_a"
        case .modelB: "model_b"
        case .tie: "tie"
        case .bothBad: "both_bad"
        }
    }

    /// The outcome that carries this label, or nil: an unknown label is never read as a tie.
    public init?(label: String) {
        switch label {
        case "model_a": self = .modelA
        case "model_b": self = .modelB
        case "tie": self = .tie
        case "both_bad": self = .bothBad
        default: return nil
        }
    }

    /// The same verdict with the two sides exchanged.
    public var swapped: Outcome {
        switch self {
        case .modelA: .modelB
        case .modelB: .modelA
        case .tie, .bothBad: self
        }
    }

    /// What the battle is worth to A: 1 for a win, 0 for a loss, ½ for a tie and for both bad.
    public var scoreOfA: Double {
        switch self {
        case .modelA: 1
        case .modelB: 0
        case .tie, .bothBad: 0.5
        }
    }
}
