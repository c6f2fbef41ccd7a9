import ArenaCore
import Ranking

/// A model against each that it met, as the API writes it.
struct OpponentsResponse {
    let model: Model
    let logPosition: Int64
    let opponents: [PairOfModels]

    func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("model", model.slug)
            writer.field("log_position", logPosition)
            writer.key("opponents")
            writer.array(opponents) { writer, pair in
                writer.object { writer in
                    writer.identity(of: pair.opponent)
                    writer.tally(pair.record)
                    writer.field("score", pair.score)
                    writer.field("expected_score", pair.expectedScore)
                    writer.field("probability_above", pair.probabilityAbove)
                }
            }
        }
        return writer.bytes
    }
}
