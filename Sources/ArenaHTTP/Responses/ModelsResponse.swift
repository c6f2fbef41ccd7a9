import ArenaCore
import Ranking

/// The models that are on show, one by one and all together.
struct ModelsResponse: Sendable {
    private let models: [Model]
    private let board: LeaderboardSnapshot
    private let unrankable: [ModelID: LeaderboardSnapshot.Unrankable]
    private let isSample: Bool

    init(_ state: ArenaState) {
        models = state.catalogue.models.filter(\.stage.isShown)
        board = state.leaderboard
        unrankable = Dictionary(state.leaderboard.unrankable.map { ($0.model.id, $0) }) { first, _ in first }
        isSample = state.catalogue.isSample
    }

    /// `{"models": […]}`, by name.
    func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("models")
            writer.array(models) { writer, model in write(model, to: &writer) }
        }
        return writer.bytes
    }

    /// The object of each model alone, by slug.
    func encodedBySlug() -> [String: [UInt8]] {
        var encoded: [String: [UInt8]] = [:]
        for model in models {
            var writer = JSONWriter()
            write(model, to: &writer)
            encoded[model.slug] = writer.bytes
        }
        return encoded
    }

    /// Adds the object of a model.
    func write(_ model: Model, to writer: inout JSONWriter) {
        let row = board.row(of: model.id)
        let reason = unrankable[model.id]
        writer.object { writer in
            writer.identity(of: model)
            writer.field("modality", model.modality)
            writer.field("stage", model.stage.rawValue)
            writer.field("first_seen", Timestamp(model.firstSeen))
            writer.field("sample", isSample)
            writer.rating(row?.rating)
            writer.tally(row?.tally ?? reason?.tally)
            writer.field("elo", row?.elo ?? reason?.elo)
            writer.field("not_rankable_reason", reason?.reason.rawValue)
        }
    }
}
