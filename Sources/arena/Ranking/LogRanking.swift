import ArenaCore
import ArenaStore
import Crypto
import Foundation
import Ranking

/// The boards of the database's log, read from its beginning.
enum LogRanking {
    private static let readLimit = 50_000
    private static let archiveLimit = 50_000
    /// With styles: each battle's two responses are looked up for them, within one statement's time.
    private static let styledLimit = 20_000

    /// The board of all battles by counts alone, folded as the server folds.
    static func board(
        of database: Database,
        method: MethodOptions,
        wantsAnalysis: Bool
    ) async throws -> RankedBoard {
        let log = PostgresBattleLog(pool: database.pool)
        let (catalogue, head) = try await beginning(of: database)
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
        guard let counts = fold.counts(inOrderOf: catalogue.models.map(\.id)) else { throw strangeModel }
        var elo = [Double?](repeating: nil, count: catalogue.models.count)
        for (model, rating) in zip(fold.models, fold.elo.ratings) {
            if let place = catalogue.index(of: model) { elo[place] = rating }
        }
        return try OfflineBoard.ranked(
            counts,
            elo: { [elo] in elo },
            upTo: fold.seq,
            catalogue: catalogue,
            method: method,
            wantsAnalysis: wantsAnalysis
        )
    }

    /// The boards of the battles chosen, of all of them and of their slices.
    static func boards(
        of database: Database,
        filter: BattleFilter,
        method: MethodOptions,
        by dimensions: [Dimension],
        least: Int,
        wantsAnalysis: Bool
    ) async throws -> [RankedBoard] {
        let (catalogue, head) = try await beginning(of: database)
        var choice = try await choice(filter, database)
        choice.wantsStyles = method.styleControl?.columns.isEmpty == false
        let names = Dictionary(uniqueKeysWithValues: catalogue.models.map { ($0.id, $0.name) })
        let archive = PostgresBattleArchive(pool: database.pool)
        let stream = catalogue.stream
        var log = ArchivedLog(of: stream, keepsProbabilities: method.weights == .drawProbability)
        var bar = ProgressBar("reading")
        var next = try await pages(archive, stream, after: 0, upTo: head, choice)
        while let last = next.last {
            async let following = pages(archive, stream, after: last.end, upTo: head, choice)
            for (page, end) in next {
                log.append(filter.isEmpty ? page : page.filtered(filter, names), upTo: end)
                bar.update(fraction: Double(end) / Double(head), count: log.columns.count)
            }
            next = try await following
        }
        bar.finish()
        guard let places = log.places(in: catalogue) else { throw strangeModel }
        if choice.wantsStyles, !log.columns.hasValues, log.columns.count > 0 {
            throw Refusal("The database knows the style of no response among these battles.")
        }
        if log.columns.count == 0 { filter.tellOfNothing() }
        let sliced = SlicedBoards(
            columns: log.columns,
            places: places,
            catalogue: catalogue,
            seq: head,
            method: method,
            filter: filter,
            filters: filter.terms,
            wantsAnalysis: wantsAnalysis
        )
        let slices = Dimension.slices(of: log.columns.overview(), by: dimensions, least: least)
        return try sliced.boards(of: slices)
    }

    private static let strangeModel = ArenaError(.corrupt, "The battle log names a model that is not registered.")

    private static func beginning(of database: Database) async throws -> (Catalogue, head: Int64) {
        let heads = try await PostgresBattleLog(pool: database.pool).heads()
        let catalogue = try await PostgresCatalogueStore(pool: database.pool).catalogue()
        return (catalogue, heads.positions[catalogue.stream] ?? 0)
    }

    /// The next two pages, read at the same time: the server works longer on one than we do.
    private static func pages(
        _ archive: PostgresBattleArchive,
        _ stream: ArenaCore.Stream,
        after seq: Int64,
        upTo head: Int64,
        _ choice: ArchiveChoice
    ) async throws -> [(page: ArchivePage, end: Int64)] {
        let limit = Int64(choice.wantsStyles ? styledLimit : archiveLimit)
        let middle = min(head, seq + limit)
        let end = min(head, middle + limit)
        guard seq < middle else { return [] }
        async let first = archive.page(of: stream, after: seq, limit: Int(middle - seq), where: choice)
        guard middle < end else { return [(try await first, middle)] }
        async let second = archive.page(of: stream, after: middle, limit: Int(end - middle), where: choice)
        return [(try await first, middle), (try await second, end)]
    }

    private static func choice(_ filter: BattleFilter, _ database: Database) async throws -> ArchiveChoice {
        var choice = ArchiveChoice.all
        choice.since = filter.since?.date
        choice.until = filter.until?.date
        guard !filter.judge.isEmpty || !filter.withoutJudge.isEmpty else { return choice }
        let key = SymmetricKey(data: try await SecretStore(pool: database.pool).secret("voter"))
        let pseudonyms = VoterPseudonyms(key: key)
        choice.voters = filter.judge.map(pseudonyms.voter(judge:))
        choice.withoutVoters = filter.withoutJudge.map(pseudonyms.voter(judge:))
        return choice
    }
}

extension ArchivePage {
    /// The battles that a filter lets through by models, language and category.
    fileprivate func filtered(_ filter: BattleFilter, _ names: [ModelID: String]) -> ArchivePage {
        let admitted = Outcome.allCases.map { outcome in traits.map { filter.admits($0, outcome) } }
        let kept = battles.filter { entry in
            admitted[Int(entry.battle.outcome.rawValue)][entry.traits]
                && filter.admits(models: names[entry.battle.modelA] ?? "", names[entry.battle.modelB] ?? "")
        }
        return ArchivePage(traits: traits, battles: kept, withdrawals: withdrawals)
    }
}
