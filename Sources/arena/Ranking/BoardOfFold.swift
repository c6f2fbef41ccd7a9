import ArenaCore
import Foundation

/// The one way from a fold to a board for offline ranking, the same as the server's.
enum BoardOfFold {
    static func board(_ fold: StreamFold, catalogue: Catalogue) throws -> LeaderboardSnapshot {
        guard let counts = fold.counts(inOrderOf: catalogue.models.map(\.id)) else {
            throw ArenaError(.corrupt, "The battle log names a model that is not registered.")
        }
        return LeaderboardSnapshot(
            models: catalogue.models,
            counts: counts,
            positions: [catalogue.stream: fold.seq],
            fittedAt: Date(),
            isSample: catalogue.isSample
        )
    }
}
