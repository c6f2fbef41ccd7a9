import ArenaCore
import Ranking

/// What a voter learns once the vote is in the log.
struct ReceiptResponse {
    let receipt: VoteService.Receipt
    let state: ArenaState

    func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("status", receipt.isReplay ? "already_recorded" : "recorded")
            writer.field("battle", receipt.battle.description)
            writer.field("outcome", receipt.outcome.label)
            writer.field("log_position", receipt.seq)
            for (name, id) in [("model_a", receipt.modelA), ("model_b", receipt.modelB)] {
                writer.key(name)
                writer.object { writer in
                    // The catalogue of an instance that has just started may not know a model yet; the vote stands.
                    if let model = state.catalogue.model(id: id) {
                        writer.identity(of: model)
                    } else {
                        writer.field("model", "")
                        writer.field("name", "Unknown model")
                        writer.field("organization", String?.none)
                        writer.field("license", String?.none)
                    }
                    writer.rating(state.leaderboard.row(of: id)?.rating)
                }
            }
        }
        return writer.bytes
    }
}
