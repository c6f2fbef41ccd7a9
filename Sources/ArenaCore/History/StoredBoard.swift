public import Foundation

/// Why a board is kept.
public enum SnapshotReason: String, Sendable, CaseIterable {
    /// A rank among the listed models changed.
    case ranks
    /// It is the first of its day.
    case day
    /// Somebody asked for it.
    case demand
}

/// A board on its way into the history.
public struct StoredBoard: Sendable {
    /// The board.
    public let board: LeaderboardSnapshot
    /// As the API gives it.
    public let json: [UInt8]
    /// Which stream it is of.
    public let stream: Stream
    /// From when on it was the board, or that it still was it then.
    public let publishedAt: Date

    /// A board with its bytes.
    public init(board: LeaderboardSnapshot, json: [UInt8], stream: Stream, publishedAt: Date) {
        self.board = board
        self.json = json
        self.stream = stream
        self.publishedAt = publishedAt
    }

    /// The ranks on it, by model.
    public var ranks: [ModelID: RankPair] {
        Dictionary(
            uniqueKeysWithValues: board.rows.map { row in
                (row.model.id, RankPair(rank: row.rating.rank, lowerBound: row.rating.rankLowerBound))
            }
        )
    }
}

/// The best and the worst rank a model can have.
public struct RankPair: Sendable, Hashable {
    /// The best.
    public let rank: Int
    /// The worst.
    public let lowerBound: Int

    /// A pair.
    public init(rank: Int, lowerBound: Int) {
        self.rank = rank
        self.lowerBound = lowerBound
    }
}

/// What the history's last board said, as far as the next one is compared with it.
public struct LastStored: Sendable, Equatable {
    /// The ranks on it, by model.
    public let ranks: [ModelID: RankPair]
    /// When it was published.
    public let publishedAt: Date
    /// Its log position.
    public let logPosition: Int64

    /// What was stored last.
    public init(ranks: [ModelID: RankPair], publishedAt: Date, logPosition: Int64) {
        self.ranks = ranks
        self.publishedAt = publishedAt
        self.logPosition = logPosition
    }

    /// Why a board must be kept beside this one; `nil` when it need not.
    ///
    /// - Parameter last: what was stored last, if anything was.
    public static func reason(to keep: StoredBoard, after last: LastStored?) -> SnapshotReason? {
        guard let last else { return keep.board.rows.isEmpty ? nil : .ranks }
        // Another instance may be ahead; its board is then the newer one.
        guard keep.board.logPosition >= last.logPosition, keep.publishedAt > last.publishedAt else { return nil }
        if keep.ranks != last.ranks { return .ranks }
        return day(of: keep.publishedAt) != day(of: last.publishedAt) ? .day : nil
    }

    /// Days of UTC, counted.
    private static func day(of date: Date) -> Int { Int((date.timeIntervalSince1970 / 86_400).rounded(.down)) }
}
