import ArenaCore
import Ranking

/// What happened between every two models that met, as the API writes it: short, since there may be tens of thousands of pairs.
struct PairsResponse {
    let state: ArenaState

    func encoded() -> [UInt8] {
        let catalogue = state.catalogue
        let models = state.leaderboard.shownModels
        var places = [Int?](repeating: nil, count: catalogue.models.count)
        for (place, model) in models.enumerated() {
            if let index = catalogue.index(of: model.id) { places[index] = place }
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("log_position", state.leaderboard.logPosition)
            writer.key("models")
            writer.array(models) { writer, model in writer.value(model.slug) }
            writer.key("pairs")
            writer.array(state.cells) { writer, cell in
                guard cell.battles > 0, let first = places[cell.first], let second = places[cell.second] else { return }
                let isInOrder = first < second
                writer.array([
                    Int64(min(first, second)), Int64(max(first, second)),
                    isInOrder ? cell.firstWins : cell.secondWins, isInOrder ? cell.secondWins : cell.firstWins,
                    cell.ties, cell.bothBad,
                ]) { $0.value($1) }
            }
        }
        return writer.bytes
    }
}
