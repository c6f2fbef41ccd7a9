import ArenaCore
import Foundation
import Ranking

/// The one way from a fold to a board for offline ranking.
enum BoardOfFold {
    /// A board as asked for, with the analysis behind it where it was not computed the server's way.
    ///
    /// - Parameters:
    ///   - featured: the battles with the features to take out, models as numbered by their ids.
    ///   - wantsAnalysis: whether there is to be an analysis in any case.
    static func board(
        _ fold: StreamFold,
        catalogue: Catalogue,
        method: MethodOptions,
        featured: FeaturedBattles? = nil,
        wantsAnalysis: Bool
    ) throws -> RankedBoard {
        guard let counts = fold.counts(inOrderOf: catalogue.models.map(\.id)) else {
            throw ArenaError(.corrupt, "The battle log names a model that is not registered.")
        }
        var elo = [Double?](repeating: nil, count: catalogue.models.count)
        if fold.isEloCurrent {
            for (model, rating) in zip(fold.models, fold.elo.ratings) {
                if let place = catalogue.index(of: model) { elo[place] = rating }
            }
        }
        let positions = [catalogue.stream: fold.seq]
        var analysis: RatingAnalysis?
        if wantsAnalysis || !method.isStandard {
            let options = try method.options(models: catalogue.models.map { ($0.name, $0.slug) })
            if let featured {
                let places = (0..<featured.modelCount).map { catalogue.index(of: ModelID(rawValue: Int32($0))) ?? 0 }
                let battles = featured.relabelled(by: places, modelCount: catalogue.models.count)
                analysis = try refusing { () throws(RatingAnalysis.Failure) in
                    try RatingAnalysis(battles: battles, options: options)
                }
            } else {
                analysis = try analysed(counts, options)
            }
        }
        let standard = method.isStandard
        let board = LeaderboardSnapshot(
            models: catalogue.models,
            // The server's own way where it is the same method: the same digits.
            board: standard
                ? Board.bradleyTerry(counts: counts) : analysis?.board ?? Board.bradleyTerry(counts: counts),
            positions: positions,
            exactPositions: positions,
            fittedAt: Date(),
            isSample: catalogue.isSample,
            elo: elo,
            method: analysis.flatMap { standard ? nil : BoardMethod($0) { catalogue.models[$0].name } } ?? .standard
        )
        return RankedBoard(board: board, models: catalogue.models, analysis: analysis)
    }

    private static func analysed(_ counts: PairCounts, _ options: RatingOptions) throws -> RatingAnalysis {
        var bar = ProgressBar("bootstrap")
        defer { bar.finish() }
        return try refusing { () throws(RatingAnalysis.Failure) in
            try RatingAnalysis(counts: counts, options: options) { done in
                guard case .bootstrap(let rounds, _) = options.intervals else { return }
                bar.update(fraction: Double(done) / Double(rounds), count: done)
            }
        }
    }

    /// What an analysis cannot do, in words for whoever asked for it.
    private static func refusing(_ body: () throws(RatingAnalysis.Failure) -> RatingAnalysis) throws -> RatingAnalysis {
        do throws(RatingAnalysis.Failure) {
            return try body()
        } catch {
            if case .anchorNotRated = error {
                throw Refusal(
                    "The model that --anchor names has no rating among these battles, so that nothing can be pinned to it."
                )
            }
            throw Refusal(error.description)
        }
    }
}
