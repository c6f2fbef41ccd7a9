import ArenaCore
import Foundation
import Ranking

/// The one way from counts to a board for offline ranking.
enum OfflineBoard {
    /// A board as asked for, with the analysis behind it where it was not computed the server's way.
    ///
    /// - Parameters:
    ///   - counts: with the models in the catalogue's order, as in `elo` and `featured`.
    ///   - elo: the Elo ratings; called once.
    ///   - seq: the last entry of the log, or the number of battles.
    ///   - filters: which battles of the slice were counted, where not all were.
    ///   - featured: the battles with the features to take out.
    ///   - weighted: the battles with weights of their own.
    ///   - sequence: the battles in their order, where Elo is to follow them with other settings or in other orders.
    ///   - wantsAnalysis: whether there is to be an analysis in any case.
    static func ranked(
        _ counts: PairCounts,
        elo: @Sendable () -> [Double?],
        upTo seq: Int64,
        catalogue: Catalogue,
        method: MethodOptions,
        slice: Slice = .overall,
        filters: [String] = [],
        featured: FeaturedBattles? = nil,
        weighted: WeightedCounts? = nil,
        sequence: BattleSequence? = nil,
        wantsAnalysis: Bool
    ) throws -> RankedBoard {
        let positions = [catalogue.stream: seq]
        if method.method == .elo {
            let confidence = method.confidence / 100
            let ratings = Elo(ratings: elo().map { $0 ?? Elo.Parameters().start })
            let board =
                sequence.map {
                    EloBoard(
                        $0,
                        parameters: method.eloParameters,
                        permutations: method.permutations,
                        confidence: confidence
                    )
                }
                ?? EloBoard(ratings, counts: counts)
            let snapshot = LeaderboardSnapshot(
                models: catalogue.models,
                elo: board,
                positions: positions,
                at: Date(),
                isSample: catalogue.isSample,
                slice: slice.name,
                filters: filters
            )
            return RankedBoard(board: snapshot, models: catalogue.models, analysis: nil)
        }
        let names = catalogue.models.map { (name: $0.name, slug: $0.slug) }
        let (analysis, fittedBoard) = try fit(counts, names, method, featured, weighted, wantsAnalysis)
        let standard = method.isStandard
        let board = LeaderboardSnapshot(
            models: catalogue.models,
            board: fittedBoard,
            positions: positions,
            exactPositions: positions,
            fittedAt: Date(),
            isSample: catalogue.isSample,
            elo: elo(),
            slice: slice.name,
            filters: filters,
            method: analysis.flatMap { standard ? nil : BoardMethod($0) { catalogue.models[$0].name } } ?? .standard
        )
        return RankedBoard(board: board, models: catalogue.models, analysis: analysis)
    }

    /// The board, with the analysis behind it where there is one.
    private static func fit(
        _ counts: PairCounts,
        _ names: [(name: String, slug: String)],
        _ method: MethodOptions,
        _ featured: FeaturedBattles?,
        _ weighted: WeightedCounts?,
        _ wantsAnalysis: Bool
    ) throws -> (RatingAnalysis?, Board) {
        var analysis: RatingAnalysis?
        if wantsAnalysis || !method.isStandard {
            let options = try method.options(models: names)
            // Weights are to be 1 on average over the battles that are fitted.
            func rated(among counts: PairCounts) -> [Int] {
                options.ridge > 0 ? Array(names.indices) : ComparisonGraph(counts).rankable
            }
            if var featured {
                if method.weights == .drawProbability {
                    featured = featured.normalised(among: rated(among: featured.counts))
                }
                analysis = try analysed(options) { options, progress throws(RatingAnalysis.Failure) in
                    try RatingAnalysis(battles: featured, options: options, progress: progress)
                }
            } else if let weighted {
                analysis = try analysed(options) { options, progress throws(RatingAnalysis.Failure) in
                    try RatingAnalysis(
                        weighted: weighted.normalised(among: rated(among: weighted.counts)),
                        options: options,
                        progress: progress
                    )
                }
            } else {
                analysis = try analysed(options) { options, progress throws(RatingAnalysis.Failure) in
                    try RatingAnalysis(counts: counts, options: options, progress: progress)
                }
            }
        }
        // The server's own way where it is the same method: the same digits.
        guard !method.isStandard, let analysis else { return (analysis, Board.bradleyTerry(counts: counts)) }
        return (analysis, analysis.board)
    }

    private static func analysed(
        _ options: RatingOptions,
        _ analyse: (RatingOptions, (Int) -> Void) throws(RatingAnalysis.Failure) -> RatingAnalysis
    ) throws -> RatingAnalysis {
        var bar = ProgressBar("bootstrap")
        defer { bar.finish() }
        return try refusing { () throws(RatingAnalysis.Failure) in
            try analyse(options) { done in
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
