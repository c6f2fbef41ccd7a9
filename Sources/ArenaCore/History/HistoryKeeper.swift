import Foundation
import Logging

/// Sees to it that boards are kept: when a rank changed, and once a day; not more often than is bearable.
struct HistoryKeeper {
    /// The least time between two boards kept by this instance: what changed in between is on the next one.
    static let interval = Duration.seconds(1)

    let history: any BoardHistory
    /// A board as the API gives it.
    let encode: @Sendable (LeaderboardSnapshot) -> [UInt8]

    private var last: LastStored?
    private var stream: Stream?
    private var lookedAt: ContinuousClock.Instant?

    init(history: any BoardHistory, encode: @escaping @Sendable (LeaderboardSnapshot) -> [UInt8]) {
        self.history = history
        self.encode = encode
    }

    /// Keeps the board if it must be kept.
    ///
    /// - Parameter instant: now, by the clock that does not jump.
    mutating func consider(
        _ board: LeaderboardSnapshot,
        of stream: Stream,
        at time: Date,
        _ instant: ContinuousClock.Instant
    ) async throws {
        if self.stream != stream { (self.stream, last, lookedAt) = (stream, nil, nil) }
        if let lookedAt, lookedAt.duration(to: instant) < Self.interval { return }
        // The clock may have been put back; the history is in the order of the log all the same.
        let publishedAt = max(time, last.map { $0.publishedAt.addingTimeInterval(0.000_001) } ?? .distantPast)
        let plain = StoredBoard(board: board, json: [], stream: stream, publishedAt: publishedAt)
        guard LastStored.reason(to: plain, after: last) != nil else { return }
        lookedAt = instant
        last = try await history.keep(
            StoredBoard(board: board, json: encode(board), stream: stream, publishedAt: publishedAt),
            onDemand: false
        )
    }
}
