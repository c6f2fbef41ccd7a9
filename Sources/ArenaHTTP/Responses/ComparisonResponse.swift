import ArenaCore
import Ranking

/// Two models set against each other, as the API writes it.
struct ComparisonResponse {
    let pair: PairOfModels
    let state: ArenaState

    func encoded() -> [UInt8] {
        let models = ModelsResponse(state)
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("log_position", state.leaderboard.logPosition)
            for (key, model) in [("a", pair.model), ("b", pair.opponent)] {
                writer.key(key)
                models.write(model, to: &writer)
            }
            writer.key("head_to_head")
            writer.object { writer in
                writer.field("battles", pair.record.battles)
                writer.field("wins_a", pair.record.wins)
                writer.field("wins_b", pair.record.losses)
                writer.field("ties", pair.record.ties)
                writer.field("both_bad", pair.record.bothBad)
                writer.field("score_a", pair.score)
            }
            writer.field("difference", pair.difference)
            writer.field("expected_score_a", pair.expectedScore)
            writer.field("probability_a_above_b", pair.probabilityAbove)
        }
        return writer.bytes
    }
}

extension PairOfModels.Difference: JSONValue {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("rating", rating)
            writer.field("standard_error", standardError)
            writer.field("lower", lower)
            writer.field("upper", upper)
        }
    }
}
