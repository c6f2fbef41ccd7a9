import ArenaTestSupport
import Foundation
import Ranking

/// Battles of models with given strengths, the same for the same seed.
enum SyntheticBattles {
    /// The name of a model by its number.
    static func name(_ number: Int) -> String { "Model \(number + 1_000)" }

    /// A battle between models by their numbers.
    struct Draws: Sequence, IteratorProtocol {
        private var generator: SeededGenerator
        private let models: Int

        init(models: Int, seed: UInt64) {
            self.models = models
            generator = SeededGenerator(seed: seed)
        }

        mutating func next() -> (a: Int, b: Int, outcome: Outcome)? {
            let a = Int.random(in: 0..<models, using: &generator)
            let b = (a + Int.random(in: 1..<models, using: &generator)) % models
            let kind = Double.random(in: 0..<1, using: &generator)
            if kind < 0.15 { return (a, b, .tie) }
            if kind < 0.2 { return (a, b, .bothBad) }
            // Strengths from −1.5 to 1.5.
            let difference = Double(a - b) / Double(models) * 3
            let winsA = Double.random(in: 0..<1, using: &generator) < 1 / (1 + exp(-difference))
            return (a, b, winsA ? .modelA : .modelB)
        }
    }

    /// Writes battles as CSV.
    static func write(_ count: Int, models: Int, seed: UInt64, to file: URL) throws {
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        let handle = try FileHandle(forWritingTo: file)
        var text = "model_a,model_b,winner\n"
        for battle in Draws(models: models, seed: seed).prefix(count) {
            let winner =
                switch battle.outcome {
                case .modelA: "model_a"
                case .modelB: "model_b"
                case .tie: "tie"
                case .bothBad: "tie (bothbad)"
                }
            text += "\(name(battle.a)),\(name(battle.b)),\(winner)\n"
            if text.utf8.count > 1 << 20 {
                try handle.write(contentsOf: Data(text.utf8))
                text = ""
            }
        }
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}
