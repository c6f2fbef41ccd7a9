import Foundation
import Logging
import Ranking
import ServiceLifecycle

/// The state of one follower of the log, and the steps it takes.
struct LedgerFollower {
    private struct Stored {
        var seq: Int64
        var at: ContinuousClock.Instant
    }

    private struct Published {
        let state: ArenaState
        let made: BoardKeeper.Made
        let seq: Int64
        let stream: Stream
        let isEloCurrent: Bool
        let startedAt: ContinuousClock.Instant
        /// How long it took to make.
        let effort: Duration
        let drawsMadeAt: ContinuousClock.Instant
    }

    /// Where the models of a fold stand in the catalogue; good until the catalogue changes or a model or pair is first met.
    private struct Arrangement {
        let revision: Int64
        let newIndex: [Int]
        let order: CellOrder
    }

    let log: any BattleLog
    let catalogues: any CatalogueStore
    let checkpoints: any CheckpointStore
    let publisher: SnapshotPublisher
    let configuration: LedgerService.Configuration
    let logger: Logger
    let metrics = LedgerMetrics()

    private let compute = ComputeQueue()
    private var folds: [Stream: StreamFold] = [:]
    private var stored: [Stream: Stored] = [:]
    private var catalogue = Catalogue.empty
    private var offer = PairsOnOffer(.empty)
    private var arrangement: Arrangement?
    private var keeper: BoardKeeper
    /// What happened since the last board, as far as that is worth knowing; `nil` when it is not known.
    private var recent: [LogEntry]?
    private var published: Published?
    private var history: HistoryKeeper?

    init(
        log: any BattleLog,
        catalogues: any CatalogueStore,
        checkpoints: any CheckpointStore,
        publisher: SnapshotPublisher,
        history: HistoryKeeper?,
        configuration: LedgerService.Configuration,
        logger: Logger
    ) {
        self.log = log
        self.catalogues = catalogues
        self.checkpoints = checkpoints
        self.publisher = publisher
        self.history = history
        self.configuration = configuration
        self.logger = logger
        keeper = BoardKeeper(limits: configuration.liveLimits)
    }

    /// When the next board may be made: boards keep a distance, and a processor is never busy with them alone.
    var nextPublication: ContinuousClock.Instant? {
        published.map { $0.startedAt + max(configuration.publishInterval, $0.effort * 2) }
    }

    /// Reads and folds all that is new.
    mutating func read() async throws {
        let heads = try await log.heads()
        if heads.catalogueRevision != catalogue.revision { try await reloadCatalogue() }
        let stream = catalogue.stream
        let head = heads.positions[stream] ?? 0
        publisher.noteHead(head)
        try await fold(stream, upTo: head)
    }

    /// Whether a board made now would be another one than that published last.
    var hasNews: Bool {
        guard let fold = folds[catalogue.stream] else { return false }
        guard let published, published.stream == catalogue.stream else { return true }
        return published.seq != fold.seq || published.state.catalogue.revision != catalogue.revision
            || published.isEloCurrent != fold.isEloCurrent
            || keeper.isRefitDue(published.made, seq: fold.seq, now: .now)
    }

    /// Does what need not be done before a vote is on the board.
    mutating func keepUp() async throws {
        if let published {
            let board = published.state.leaderboard
            try await history?.consider(board, of: published.stream, at: Date(), .now)
        }
        try await replayElo(catalogue.stream)
        try await checkpoint(catalogue.stream, isLast: false)
    }

    /// Stores what is not stored yet.
    mutating func finish() async {
        for stream in folds.keys {
            do {
                try await checkpoint(stream, isLast: true)
            } catch {
                logger.warning("The last checkpoint was not stored; the next start folds a longer tail.")
            }
        }
    }

    // MARK: Reading

    private mutating func fold(_ stream: Stream, upTo head: Int64) async throws {
        // Taken out while it changes, so that it is changed in place.
        var fold: StreamFold
        if let known = folds.removeValue(forKey: stream) {
            fold = known
        } else {
            fold = try await restored(stream, head)
        }
        defer { folds[stream] = fold }
        if fold.seq > head {
            // A single answer is no reason to read everything again: a database that went back says so twice.
            let again = try await log.heads().positions[stream] ?? 0
            guard again < fold.seq else { return }
            // It did (a restored backup): what was folded from it no longer holds.
            logger.warning("The log ends at \(again), before what was folded (\(fold.seq)); folding it anew.")
            fold = StreamFold()
            stored[stream] = nil
            recent = nil
        }
        let (log, limit) = (log, configuration.readLimit)
        var page = try await Self.page(log, stream, after: fold.seq, upTo: head, limit: limit)
        while fold.seq < head {
            guard let last = page.last?.seq, last > fold.seq else {
                throw ArenaError(.corrupt, "The battle log ends at \(fold.seq), but its head says \(head).")
            }
            // The next page is on its way while this one is folded.
            let entries = page
            async let next = Self.page(log, stream, after: last, upTo: head, limit: limit)
            for entry in entries { try fold.apply(entry) }
            note(entries)
            metrics.folded(entries.count)
            page = try await next
            if Task.isShuttingDownGracefully { throw CancellationError() }
        }
    }

    private static func page(
        _ log: any BattleLog,
        _ stream: Stream,
        after seq: Int64,
        upTo head: Int64,
        limit: Int
    ) async throws -> [LogEntry] {
        guard seq < head else { return [] }
        return try await log.entries(of: stream, after: seq, limit: Int(min(Int64(limit), head - seq)))
    }

    /// Keeps what happened since the last board, while the keeper could use it.
    private mutating func note(_ entries: [LogEntry]) {
        guard keeper.wantsVotes, let known = recent, known.count + entries.count <= keeper.limits.battles else {
            recent = nil
            return
        }
        recent = known + entries
    }

    private mutating func reloadCatalogue() async throws {
        let catalogue = try await catalogues.catalogue()
        offer = await compute.run { PairsOnOffer(catalogue) }
        self.catalogue = catalogue
    }

    private mutating func restored(_ stream: Stream, _ head: Int64) async throws -> StreamFold {
        guard let checkpoint = try await checkpoints.checkpoint(of: stream), checkpoint.seq <= head else {
            return StreamFold()
        }
        guard let fold = await compute.run({ checkpoint.fold() }) else {
            logger.warning("The checkpoint of stream \(stream.rawValue) cannot be read; folding the log anew.")
            return StreamFold()
        }
        stored[stream] = Stored(seq: fold.seq, at: .now)
        logger.info("Continuing from the checkpoint at \(fold.seq); \(head - fold.seq) entries to read.")
        return fold
    }

    // MARK: Publishing

    /// Makes a board of what is folded and publishes it.
    mutating func publish() async throws {
        let stream = catalogue.stream
        guard let fold = folds[stream] else { return }
        let start = ContinuousClock.now
        guard let arrangement = try await arranged(fold) else {
            throw ArenaError(.corrupt, "The battle log names a model that is not registered.")
        }
        let cells = arrangement.order.cells(of: fold.counts)
        let votes = votes(in: fold, arrangement)
        let elo = elo(of: fold, arrangement)
        let areDrawsFresh = areDrawsFresh(stream, at: start)
        let (state, made, keeper) = await compute.run {
            [publisher, catalogue, offer, published, keeper, seq = fold.seq, excluded = fold.excluded] in
            var keeper = keeper
            let made = keeper.make(
                modelCount: catalogue.models.count,
                cells: cells,
                seq: seq,
                votes: votes,
                now: start
            )
            let board = LeaderboardSnapshot(
                models: catalogue.models,
                board: made.board,
                positions: [stream: seq],
                exactPositions: [stream: made.exactSeq],
                fittedAt: max(Date(), published?.state.leaderboard.fittedAt ?? .distantPast),
                isSample: catalogue.isSample,
                elo: elo
            )
            let draws = areDrawsFresh ? published?.state.draws : nil
            let state = ArenaState(
                revision: (published?.state.revision ?? 0) + 1,
                catalogue: catalogue,
                leaderboard: board,
                draws: draws ?? DrawTable(offer, cells: cells),
                cells: cells,
                excluded: excluded
            )
            publisher.publish(state)
            return (state, made, keeper)
        }
        self.keeper = keeper
        recent = keeper.wantsVotes ? [] : nil
        let effort = start.duration(to: .now)
        metrics.published(effort, isExact: made.exactSeq == fold.seq)
        published = Published(
            state: state,
            made: made,
            seq: fold.seq,
            stream: stream,
            isEloCurrent: fold.isEloCurrent,
            startedAt: start,
            effort: effort,
            drawsMadeAt: areDrawsFresh ? published?.drawsMadeAt ?? start : start
        )
    }

    /// Draw probabilities follow the counts at a distance: what is recorded with a battle is the one it was drawn with.
    private func areDrawsFresh(_ stream: Stream, at now: ContinuousClock.Instant) -> Bool {
        guard let published, published.stream == stream else { return false }
        return published.state.catalogue.revision == catalogue.revision
            && published.drawsMadeAt.duration(to: now) < configuration.drawInterval
    }

    /// Where the fold's models stand in the catalogue, which is read again when it does not have one of them.
    private mutating func arranged(_ fold: StreamFold) async throws -> Arrangement? {
        if let arrangement, arrangement.revision == catalogue.revision, arrangement.newIndex.count == fold.models.count,
            arrangement.order.covers(fold.counts)
        {
            return arrangement
        }
        func newIndex() -> [Int]? {
            let places = fold.models.map { catalogue.index(of: $0) }
            return places.contains(nil) ? nil : places.compactMap { $0 }
        }
        var places = newIndex()
        if places == nil {
            // The log names a model that was registered after the catalogue was read.
            try await reloadCatalogue()
            places = newIndex()
        }
        guard let places else { return nil }
        if arrangement?.revision != catalogue.revision { recent = nil }
        let order = await compute.run { [counts = fold.counts] in CellOrder(counts, newIndex: places) }
        arrangement = Arrangement(revision: catalogue.revision, newIndex: places, order: order)
        return arrangement
    }

    /// What happened since the last board as votes between places in the catalogue, if it was nothing else.
    private func votes(in fold: StreamFold, _ arrangement: Arrangement) -> [BoardKeeper.Vote]? {
        guard let recent else { return nil }
        var votes: [BoardKeeper.Vote] = []
        for entry in recent {
            guard case .battle(let battle) = entry.event, let a = catalogue.index(of: battle.modelA),
                let b = catalogue.index(of: battle.modelB)
            else { return nil }
            votes.append((a, b, battle.outcome))
        }
        return votes
    }

    private func elo(of fold: StreamFold, _ arrangement: Arrangement) -> [Double?] {
        var ratings = [Double?](repeating: nil, count: catalogue.models.count)
        guard fold.isEloCurrent else { return ratings }
        for (index, rating) in fold.elo.ratings.enumerated() { ratings[arrangement.newIndex[index]] = rating }
        return ratings
    }

    // MARK: Upkeep

    /// Brings the Elo ratings a bounded way nearer to the fold again, after an exclusion took them back.
    private mutating func replayElo(_ stream: Stream) async throws {
        guard let behind = folds[stream], !behind.isEloCurrent else { return }
        let entries = try await log.entries(of: stream, after: behind.elo.seq, limit: configuration.readLimit)
        guard var fold = folds.removeValue(forKey: stream) else { return }
        defer { folds[stream] = fold }
        try fold.replay(entries)
    }

    private mutating func checkpoint(_ stream: Stream, isLast: Bool) async throws {
        guard let fold = folds[stream], fold.seq > 0 else { return }
        let last = stored[stream] ?? Stored(seq: 0, at: .now)
        stored[stream] = last
        let new = fold.seq - last.seq
        let isDue =
            isLast || new >= configuration.checkpointEntries
            || last.at.duration(to: .now) >= configuration.checkpointInterval
        guard new > 0, isDue else { return }
        // Several instances store one checkpoint; whoever comes later need not send the same again.
        let others = try await checkpoints.position(of: stream) ?? 0
        if others < fold.seq - (isLast ? 0 : configuration.checkpointEntries / 2) || others > fold.seq {
            let checkpoint = await compute.run { [fold] in Checkpoint(of: fold) }
            try await checkpoints.save(checkpoint, of: stream)
        }
        stored[stream] = Stored(seq: fold.seq, at: .now)
    }
}
