public import Ranking

/// One entry of the battle log, with as much of it as the fold reads.
public struct LogEntry: Sendable, Equatable {
    /// What a battle adds to the counts.
    public struct Battle: Sendable, Equatable {
        /// The model shown on side A.
        public let modelA: ModelID
        /// The model shown on side B.
        public let modelB: ModelID
        /// What the voter said.
        public let outcome: Outcome

        /// A battle as the fold sees it.
        public init(modelA: ModelID, modelB: ModelID, outcome: Outcome) {
            self.modelA = modelA
            self.modelB = modelB
            self.outcome = outcome
        }
    }

    /// What happened.
    public enum Event: Sendable, Equatable {
        /// A battle was voted on.
        case battle(Battle)
        /// An earlier battle stopped counting.
        case exclusion(battleSeq: Int64, Battle)
        /// An excluded battle counts again.
        case reinstatement(battleSeq: Int64, Battle)
    }

    /// The place in its stream, from 1, without gaps, in commit order.
    public let seq: Int64
    /// What happened.
    public let event: Event

    /// An entry.
    public init(seq: Int64, event: Event) {
        self.seq = seq
        self.event = event
    }
}
