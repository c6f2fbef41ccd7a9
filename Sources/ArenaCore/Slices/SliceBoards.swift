import Foundation
import Logging
import Ranking

/// Boards of parts of the battles and by other methods, made when they are asked for and current then.
///
/// It reads the log for itself, from the beginning when the first board is asked for and only what is new from then on: who
/// never asks pays nothing, and the board that everybody sees waits for none of this.
public actor SliceBoards {
    /// A board with a number that changes when it does.
    public struct Made: Sendable {
        /// The board.
        public let board: LeaderboardSnapshot
        /// Its number.
        public let number: Int
    }

    private struct Kept {
        /// What was made, or why there is no such board of these battles.
        let result: Result<Made, ArenaError>
        let seq: Int64
        let revision: Int64
        /// Until when it may be shown though there is something new.
        var isGoodUntil: ContinuousClock.Instant
        var usedAt: ContinuousClock.Instant
    }

    /// How many boards are remembered.
    private static let limit = 256
    private static let readLimit = 20_000

    private let archive: any BattleArchive
    private let publisher: SnapshotPublisher
    private let interval: Duration
    private let executor = ComputeExecutor(label: "arena.slices")

    private var log = ArchivedLog(of: .main)
    private var reading: Task<Void, any Error>?
    private var tallies: [Slice: SliceTally] = [:]
    private var kept: [BoardQuery: Kept] = [:]
    /// The overview of the log up to a place in it.
    private var counted: (stream: Stream, seq: Int64, overview: SliceOverview)?
    private var madeSoFar = 0

    /// It runs on a thread of its own.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Boards of an archive, current for what the publisher shows.
    ///
    /// - Parameter interval: the least time between two boards of one kind, more for those that take long to make; with zero
    ///   a board is made anew whenever there is something new.
    public init(archive: any BattleArchive, publisher: SnapshotPublisher, interval: Duration) {
        self.archive = archive
        self.publisher = publisher
        self.interval = interval
    }

    /// The board asked for, at the place in the log at which the published board is, or a moment before.
    ///
    /// - Throws: `ArenaError`; with `.notFound` when there are no such battles, or no such board of them.
    public func board(_ query: BoardQuery) async throws -> Made {
        // Boards are made one after the other: nobody may be left to wait for this one.
        try Task.checkCancellation()
        if let result = remembered(query) { return try result.get() }
        let state = try await follow()
        if let result = remembered(query) { return try result.get() }
        let start = ContinuousClock.now
        let revision = state.catalogue.revision
        if let known = kept[query], known.seq == log.seq, known.revision == revision {
            kept[query]?.isGoodUntil = start + interval
            return try known.result.get()
        }
        try Task.checkCancellation()
        let result = try result(query, state)
        let end = ContinuousClock.now
        if kept.count >= Self.limit, let oldest = kept.min(by: { $0.value.usedAt < $1.value.usedAt })?.key {
            kept[oldest] = nil
            if !kept.keys.contains(where: { $0.slice == oldest.slice }) { tallies[oldest.slice] = nil }
        }
        kept[query] = Kept(
            result: result,
            seq: log.seq,
            revision: revision,
            isGoodUntil: interval == .zero ? end : start + max(interval, start.duration(to: end) * 3),
            usedAt: end
        )
        return try result.get()
    }

    /// The board, or that there is none, which took as long to find out; other errors pass by the next time.
    private func result(_ query: BoardQuery, _ state: ArenaState) throws -> Result<Made, ArenaError> {
        guard query.slice == .overall || log.columns.traits.contains(where: query.slice.holds) else {
            throw Self.noBattles(in: query.slice)
        }
        do {
            let board = try make(query, state)
            madeSoFar += 1
            return .success(Made(board: board, number: madeSoFar))
        } catch let error as ArenaError where error.code == .notFound {
            return .failure(error)
        }
    }

    private static func noBattles(in slice: Slice) -> ArenaError {
        ArenaError(.notFound, "No battle counts in \(slice.name); /api/v1/slices lists what there is.")
    }

    /// The slices that there are.
    public func overview() async throws -> SliceOverview {
        try Task.checkCancellation()
        _ = try await follow()
        if let counted, counted.stream == log.stream, counted.seq == log.seq { return counted.overview }
        let overview = log.columns.overview()
        counted = (log.stream, log.seq, overview)
        return overview
    }

    /// Whether the style of any response is known, so that it can be taken out.
    public var knowsStyle: Bool { log.columns.hasValues }

    private func remembered(_ query: BoardQuery) -> Result<Made, ArenaError>? {
        guard let known = kept[query], known.isGoodUntil > .now else { return nil }
        kept[query]?.usedAt = .now
        return known.result
    }

    // MARK: Following the log

    /// Reads on to where the published board is.
    private func follow() async throws -> ArenaState {
        while true {
            guard let state = publisher.current else {
                throw ArenaError(.unavailable, "The arena is still reading its battle log. Try again in a moment.")
            }
            let stream = state.catalogue.stream
            let head = state.leaderboard.positions[stream] ?? 0
            // The sample made room for real content, or the log went back to a backup.
            if reading == nil, log.stream != stream || log.seq > head { forget(stream) }
            if reading == nil, log.seq == head { return state }
            let task = reading ?? Task { try await read(upTo: head) }
            reading = task
            let result = await task.result
            if reading == task { reading = nil }
            try result.get()
            try Task.checkCancellation()
        }
    }

    private func forget(_ stream: Stream) {
        log = ArchivedLog(of: stream)
        tallies = [:]
        kept = [:]
        counted = nil
    }

    private func read(upTo head: Int64) async throws {
        let (archive, stream) = (archive, log.stream)
        var last = min(head, log.seq + Int64(Self.readLimit))
        var page = try await Self.page(archive, stream, after: log.seq, upTo: last)
        while log.seq < head {
            let (current, end) = (page, last)
            let after = min(head, end + Int64(Self.readLimit))
            last = after
            // The next page is on its way while this one is added.
            async let next = Self.page(archive, stream, after: end, upTo: after)
            log.append(current, upTo: end)
            page = try await next
        }
    }

    private static func page(
        _ archive: any BattleArchive,
        _ stream: Stream,
        after seq: Int64,
        upTo last: Int64
    ) async throws -> ArchivePage {
        guard seq < last else { return ArchivePage(traits: [], battles: [], withdrawals: []) }
        return try await archive.page(of: stream, after: seq, limit: Int(last - seq), where: .all)
    }

    // MARK: Making boards

    private func make(_ query: BoardQuery, _ state: ArenaState) throws -> LeaderboardSnapshot {
        let catalogue = state.catalogue
        guard let places = log.places(in: catalogue) else {
            throw ArenaError(.unavailable, "A model was just registered. Try again in a moment.")
        }
        var tally = tallies.removeValue(forKey: query.slice) ?? SliceTally(of: query.slice)
        tally.follow(log.columns)
        guard tally.counts.total > 0 || query.slice == .overall else {
            throw Self.noBattles(in: query.slice)
        }
        tallies[query.slice] = tally
        let featured = query.controlsStyle ? log.columns.featured(of: query.slice) : nil
        return try SliceBoard.make(
            query,
            tally: tally,
            featured: featured,
            places: places,
            catalogue: catalogue,
            positions: [log.stream: log.seq]
        )
    }
}
