import ArenaCore
import Foundation

/// The one way from a fold to a board for offline ranking, the same as the server's.
enum BoardOfFold {
    static func board(_ fold: StreamFold, catalogue: Catalogue) throws -> LeaderboardSnapshot {
        guard let counts = fold.counts(inOrderOf: catalogue.models.map(\.id)) else {
            throw ArenaError(.corrupt, "The battle log names a model that is not registered.")
        }
        var elo = [Double?](repeating: nil, count: catalogue.models.count)
        if fold.isEloCurrent {
            for (model, rating) in zip(fold.models, fold.elo.ratings) {
                if let place = catalogue.index(of: model) { elo[place] = rating }
            }
        }
        return LeaderboardSnapshot(
            models: catalogue.models,
            counts: counts,
            positions: [catalogue.stream: fold.seq],
            fittedAt: Date(),
            isSample: catalogue.isSample,
            elo: elo
        )
    }
}
