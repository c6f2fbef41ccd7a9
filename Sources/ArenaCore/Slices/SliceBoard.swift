import Foundation
import Ranking

/// The one way from a slice's battles to its board.
enum SliceBoard {
    /// - Parameters:
    ///   - tally: with the models in the order met, as in `featured`.
    ///   - featured: the battles with their style, where that is to be taken out.
    ///   - places: where those models stand in the catalogue.
    /// - Throws: `ArenaError` when these battles give no such board.
    static func make(
        _ query: BoardQuery,
        tally: SliceTally,
        featured: FeaturedBattles?,
        places: [Int],
        catalogue: Catalogue,
        positions: [Stream: Int64]
    ) throws -> LeaderboardSnapshot {
        let count = catalogue.models.count
        var elo = [Double?](repeating: nil, count: count)
        for (place, rating) in zip(places, tally.elo.ratings) { elo[place] = rating }
        guard let model = query.method.model else {
            let ratings = Elo(ratings: elo.map { $0 ?? tally.elo.parameters.start })
            return LeaderboardSnapshot(
                models: catalogue.models,
                elo: EloBoard(ratings, counts: tally.counts.relabelled(intoPlaces: places, of: count)),
                positions: positions,
                at: Date(),
                isSample: catalogue.isSample,
                slice: query.slice.name
            )
        }
        var options = RatingOptions()
        options.model = model
        options.leavesOutSilentFeatures = featured != nil
        let board: Board
        var method = BoardMethod.standard
        if featured == nil && options == RatingOptions() {
            board = Board.bradleyTerry(counts: tally.counts.relabelled(intoPlaces: places, of: count))
        } else {
            let analysis: RatingAnalysis
            if let featured, featured.count == 0 {
                throw ArenaError(.notFound, "The style of no two responses of these battles is known.")
            }
            do throws(RatingAnalysis.Failure) {
                if let featured {
                    let battles = featured.relabelled(by: places, modelCount: count)
                    analysis = try RatingAnalysis(battles: battles, options: options)
                } else {
                    let counts = tally.counts.relabelled(intoPlaces: places, of: count)
                    analysis = try RatingAnalysis(counts: counts, options: options)
                }
            } catch {
                throw ArenaError(.notFound, "These battles give no such board: \(error)")
            }
            board = analysis.board
            method = BoardMethod(analysis) { catalogue.models[$0].name }
        }
        return LeaderboardSnapshot(
            models: catalogue.models,
            board: board,
            positions: positions,
            exactPositions: positions,
            fittedAt: Date(),
            isSample: catalogue.isSample,
            elo: elo,
            slice: query.slice.name,
            method: method
        )
    }
}
