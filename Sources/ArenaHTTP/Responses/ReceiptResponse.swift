import ArenaCore
import Ranking

/// What a voter learns once the vote is in the log.
struct ReceiptResponse {
    let receipt: VoteService.Receipt
    /// The object that shows a model, as JSON.
    let identity: (Model) -> [UInt8]

    func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("status", receipt.isReplay ? "already_recorded" : "recorded")
            writer.field("battle", receipt.battle.description)
            writer.field("outcome", receipt.outcome.label)
            writer.field("log_position", receipt.seq)
            writer.field("counted", receipt.isCounted)
            if !receipt.isCounted { writer.field("not_counted_because", "excluded") }
            for (name, model) in [("model_a", receipt.modelA), ("model_b", receipt.modelB)] {
                writer.key(name)
                writer.token(identity(model))
            }
        }
        return writer.bytes
    }
}
