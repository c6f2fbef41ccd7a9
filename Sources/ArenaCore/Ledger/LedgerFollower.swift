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
        var revision: Int
        var seq: Int64
        var stream: Stream
        var catalogue: Int64
        var at: ContinuousClock.Instant
        /// How long it took to make.
        var effort: Duration
    }

    let log: any BattleLog
    let catalogues: any CatalogueStore
    let checkpoints: any CheckpointStore
    let publisher: SnapshotPublisher
    let configuration: LedgerService.Configuration
    let logger: Logger

    private let compute = ComputeQueue()
    private var folds: [Stream: StreamFold] = [:]
    private var stored: [Stream: Stored] = [:]
    private var catalogue = Catalogue.empty
    private var offer = PairsOnOffer(.empty)
    private var published: Published?

    init(
        log: any BattleLog,
        catalogues: any CatalogueStore,
        checkpoints: any CheckpointStore,
        publisher: SnapshotPublisher,
        configuration: LedgerService.Configuration,
        logger: Logger
    ) {
        self.log = log
        self.catalogues = catalogues
        self.checkpoints = checkpoints
        self.publisher = publisher
        self.configuration = configuration
        self.logger = logger
    }

    /// Reads all that is new and publishes when something changed.
    mutating func catchUp() async throws {
        let heads = try await log.heads()
        if heads.catalogueRevision != catalogue.revision { try await reloadCatalogue() }
        let stream = catalogue.stream
        try await fold(stream, upTo: heads.positions[stream] ?? 0)
        // The database answers: a fit that takes long must not look as if it did not.
        publisher.noteFollowed()
        try await publish(stream)
        try await checkpoint(stream, isLast: false)
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

    private mutating func fold(_ stream: Stream, upTo head: Int64) async throws {
        var fold: StreamFold
        if let known = folds[stream] { fold = known } else { fold = try await restored(stream, head: head) }
        if fold.seq > head {
            // The database went back in time (a restored backup): what was folded from it no longer holds.
            logger.warning("The log ends at \(head), before what was folded (\(fold.seq)); folding it anew.")
            fold = StreamFold()
            stored[stream] = nil
        }
        while fold.seq < head {
            let entries = try await log.entries(of: stream, after: fold.seq, limit: configuration.readLimit)
            guard !entries.isEmpty else {
                throw ArenaError(.corrupt, "The battle log ends at \(fold.seq), but its head says \(head).")
            }
            for entry in entries { try fold.apply(entry) }
            // What was read stays, whatever happens to the next read.
            folds[stream] = fold
            try await checkpoint(stream, isLast: false)
            if Task.isShuttingDownGracefully { throw CancellationError() }
        }
        folds[stream] = fold
    }

    private mutating func reloadCatalogue() async throws {
        let catalogue = try await catalogues.catalogue()
        offer = await compute.run { PairsOnOffer(catalogue) }
        self.catalogue = catalogue
    }

    private mutating func restored(_ stream: Stream, head: Int64) async throws -> StreamFold {
        guard let checkpoint = try await checkpoints.checkpoint(of: stream), checkpoint.seq <= head else {
            return StreamFold()
        }
        guard let fold = checkpoint.fold() else {
            logger.warning("The checkpoint of stream \(stream.rawValue) cannot be read; folding the log anew.")
            return StreamFold()
        }
        stored[stream] = Stored(seq: fold.seq, at: .now)
        logger.info("Continuing from the checkpoint at \(fold.seq); \(head - fold.seq) entries to read.")
        return fold
    }

    private mutating func publish(_ stream: Stream) async throws {
        guard let fold = folds[stream] else { return }
        if let last = published {
            let isCurrent = last.seq == fold.seq && last.stream == stream && last.catalogue == catalogue.revision
            if isCurrent { return }
            // At least as much time between two fits as a fit takes: a large board must not starve the votes of a processor.
            let wait = max(configuration.publishInterval, last.effort) - last.at.duration(to: .now)
            if wait > .zero { try await Task.sleep(for: wait) }
        }
        var counts = fold.counts(inOrderOf: catalogue.models.map(\.id))
        if counts == nil {
            // The log names a model that was registered after the catalogue was read.
            try await reloadCatalogue()
            counts = fold.counts(inOrderOf: catalogue.models.map(\.id))
        }
        guard let counts else { throw ArenaError(.corrupt, "The battle log names a model that is not registered.") }
        let start = ContinuousClock.now
        let state = await compute.run {
            [catalogue, offer, seq = fold.seq, revision = (published?.revision ?? 0) + 1] in
            ArenaState(
                revision: revision,
                catalogue: catalogue,
                leaderboard: LeaderboardSnapshot(
                    models: catalogue.models,
                    counts: counts,
                    positions: [stream: seq],
                    fittedAt: Date(),
                    isSample: catalogue.isSample
                ),
                draws: DrawTable(offer, counts: counts)
            )
        }
        publisher.publish(state)
        published = Published(
            revision: state.revision,
            seq: fold.seq,
            stream: stream,
            catalogue: catalogue.revision,
            at: .now,
            effort: start.duration(to: .now)
        )
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
        try await checkpoints.save(Checkpoint(of: fold), of: stream)
        stored[stream] = Stored(seq: fold.seq, at: .now)
    }
}
