import ArenaCore
import ArenaStore

/// The board of the database's log, folded from its beginning.
enum LogRanking {
    private static let readLimit = 50_000

    static func board(
        of database: Database,
        method: MethodOptions,
        wantsAnalysis: Bool
    ) async throws -> RankedBoard {
        let log = PostgresBattleLog(pool: database.pool)
        let heads = try await log.heads()
        let catalogue = try await PostgresCatalogueStore(pool: database.pool).catalogue()
        let head = heads.positions[catalogue.stream] ?? 0
        var fold = StreamFold()
        var bar = ProgressBar("folding")
        while fold.seq < head {
            let limit = Int(min(Int64(readLimit), head - fold.seq))
            let entries = try await log.entries(of: catalogue.stream, after: fold.seq, limit: limit)
            if entries.isEmpty {
                throw ArenaError(.corrupt, "The battle log ends at \(fold.seq), but its head says \(head).")
            }
            for entry in entries { try fold.apply(entry) }
            bar.update(fraction: Double(fold.seq) / Double(head), count: Int(fold.seq))
        }
        // What was excluded on the way took the Elo ratings back to before it.
        while !fold.isEloCurrent {
            try fold.replay(try await log.entries(of: catalogue.stream, after: fold.elo.seq, limit: readLimit))
            bar.update(fraction: Double(fold.elo.seq) / Double(head), count: Int(fold.elo.seq))
        }
        bar.finish()
        guard let counts = fold.counts(inOrderOf: catalogue.models.map(\.id)) else {
            throw ArenaError(.corrupt, "The battle log names a model that is not registered.")
        }
        var elo = [Double?](repeating: nil, count: catalogue.models.count)
        for (model, rating) in zip(fold.models, fold.elo.ratings) {
            if let place = catalogue.index(of: model) { elo[place] = rating }
        }
        return try OfflineBoard.ranked(
            counts,
            elo: elo,
            upTo: fold.seq,
            catalogue: catalogue,
            method: method,
            wantsAnalysis: wantsAnalysis
        )
    }
}
