import ArenaCore

/// A model's public life as the API tells it.
struct HistoryResponse {
    let model: Model
    let history: ModelHistory

    func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.identity(of: model)
            writer.field("stage", model.stage.rawValue)
            writer.key("stages")
            // A model without a change of stage has been at its first one since it was met.
            let stages =
                history.stages.isEmpty
                ? [ModelHistory.Stage(stage: model.stage, since: model.firstSeen)] : history.stages
            writer.array(stages) { writer, stage in
                writer.object { writer in
                    writer.field("stage", stage.stage.rawValue)
                    writer.field("since", Timestamp(stage.since))
                }
            }
            writer.field("debut", history.debut)
            writer.field("points", history.points)
            writer.field("truncated", history.isCut)
        }
        return writer.bytes
    }
}

extension RankPoint: JSONValue {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("at", Timestamp(at))
            writer.field("log_position", logPosition)
            writer.field("rank", place?.rank)
            writer.field("rank_lower_bound", place?.rankLowerBound)
            writer.field("rating", place?.rating)
            writer.field("rating_lower", place?.lower)
            writer.field("rating_upper", place?.upper)
            writer.field("battles", battles)
        }
    }
}
