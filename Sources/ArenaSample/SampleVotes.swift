public import Foundation
public import Ranking

/// Simulated votes on the sample content, drawn from the models' strengths.
public struct SampleVotes: Sendable {
    /// A simulated vote, with its models and texts still by their places in the content.
    public struct Vote: Sendable, Equatable {
        /// The prompt's place.
        public let prompt: Int
        /// The place of the model on side A.
        public let modelA: Int
        /// The place of the model on side B.
        public let modelB: Int
        /// What the simulated voter said.
        public let outcome: Outcome
        /// Which of the simulated voters it was.
        public let voter: Int
        /// When: the votes are spread evenly over the days before the sample was made.
        public let time: Date
    }

    /// How many voters are simulated.
    static let voters = 240
    /// Seconds between two votes.
    static let interval: TimeInterval = 180
    /// How often two equal answers are called a tie.
    static let tieShare = 0.3

    /// `count` votes that end at `end`; the same seed gives the same votes.
    ///
    /// A win of A has the odds e^(strength of A − strength of B). Ties are likelier the closer the two are; between two
    /// weak models a tie is more often "both are bad".
    public static func simulate(_ content: SampleContent, count: Int, seed: UInt64, endingAt end: Date) -> [Vote] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { number in
            let modelA = Int.random(in: 0..<content.models.count, using: &generator)
            let step = Int.random(in: 1..<content.models.count, using: &generator)
            let modelB = (modelA + step) % content.models.count
            let a = content.models[modelA].strength
            let b = content.models[modelB].strength
            let winOfA = 1 / (1 + exp(b - a))
            let tie = Self.tieShare * 4 * winOfA * (1 - winOfA)
            let outcome: Outcome
            if Double.random(in: 0..<1, using: &generator) < tie {
                let bad = 1 / (1 + exp(2 * (a + b)))
                outcome = Double.random(in: 0..<1, using: &generator) < bad ? .bothBad : .tie
            } else {
                outcome = Double.random(in: 0..<1, using: &generator) < winOfA ? .modelA : .modelB
            }
            return Vote(
                prompt: Int.random(in: 0..<content.prompts.count, using: &generator),
                modelA: modelA,
                modelB: modelB,
                outcome: outcome,
                voter: Int.random(in: 0..<Self.voters, using: &generator),
                time: end.addingTimeInterval(-Self.interval * Double(count - number))
            )
        }
    }
}
