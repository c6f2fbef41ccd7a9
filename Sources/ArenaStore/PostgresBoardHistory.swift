public import ArenaCore
public import Foundation
public import Postgres
import Ranking

/// The published boards in Postgres.
public struct PostgresBoardHistory: BoardHistory {
    private let pool: PostgresPool
    private let reads: ReadSide

    /// A history in the database of `pool`.
    ///
    /// - Parameter reads: where it is read; by default where it is written.
    public init(pool: PostgresPool, reads: ReadSide? = nil) {
        self.pool = pool
        self.reads = reads ?? ReadSide(primary: pool)
    }

    /// Keeps a board if it must be kept beside the last one.
    public func keep(_ board: StoredBoard, onDemand: Bool) async throws -> LastStored? {
        try await StoreError.translating {
            try await pool.withTransaction { connection in
                // One instance at a time compares and writes.
                _ = try await connection.query(
                    "SELECT pg_advisory_xact_lock(hashtext('arena.snapshot'), \(Int32(board.stream.rawValue)))"
                )
                let last = try await last(board, on: connection)
                var board = board
                if onDemand, let last, last.publishedAt >= board.publishedAt {
                    board = StoredBoard(
                        board: board.board,
                        json: board.json,
                        stream: board.stream,
                        publishedAt: last.publishedAt.addingTimeInterval(0.000_001)
                    )
                }
                guard let reason = onDemand ? .demand : LastStored.reason(to: board, after: last) else { return last }
                try await write(board, reason, after: last, on: connection)
                return LastStored(
                    ranks: board.ranks,
                    publishedAt: board.publishedAt,
                    logPosition: board.board.logPosition
                )
            }
        }
    }

    /// What a board was at a time.
    public func board(_ query: BoardQuery, at time: Date, in stream: ArenaCore.Stream) async throws -> [UInt8]? {
        try await StoreError.translating {
            try await reads.first { pool in
                try await pool.query(
                    """
                    SELECT board::text FROM snapshot
                    WHERE stream = \(stream.rawValue) AND slice = \(query.slice.name) AND method = \(query.methodKey)
                      AND published_at <= \(time)
                    ORDER BY published_at DESC LIMIT 1
                    """
                ).first(String.self)
            }.map { Array($0.utf8) }
        }
    }

    /// When the first of these boards that is kept was published.
    public func beginning(of query: BoardQuery, in stream: ArenaCore.Stream) async throws -> Date? {
        try await StoreError.translating {
            try await reads.first { pool in
                try await pool.query(
                    """
                    SELECT published_at FROM snapshot
                    WHERE stream = \(stream.rawValue) AND slice = \(query.slice.name) AND method = \(query.methodKey)
                    ORDER BY published_at LIMIT 1
                    """
                ).first(Date.self)
            }
        }
    }

    /// A model's stages and places.
    public func history(of model: ModelID, in stream: ArenaCore.Stream, limit: Int) async throws -> ModelHistory {
        try await StoreError.translating {
            let history = try await reads.first {
                try await self.history(of: model, in: stream, limit: limit, from: $0)
            }
            return history ?? ModelHistory(stages: [], debut: nil, points: [], isCut: false)
        }
    }

    private func history(
        of model: ModelID,
        in stream: ArenaCore.Stream,
        limit: Int,
        from pool: PostgresPool
    ) async throws -> ModelHistory? {
        let places: PostgresQuery = """
            SELECT published_at, log_position, battles, rank, rank_lower_bound, rating, rating_lower, rating_upper
            FROM model_rank
            WHERE model_id = \(model.rawValue) AND stream = \(stream.rawValue) AND slice = 'overall'
              AND method = 'bradley_terry'
            """
        let answers = try await pool.withConnection { connection in
            try await connection.pipeline([
                "SELECT stage, since FROM model_stage WHERE model_id = \(model.rawValue) ORDER BY since",
                "\(places) AND rank IS NOT NULL ORDER BY published_at LIMIT 1",
                "\(places) ORDER BY published_at DESC LIMIT \(limit + 1)",
            ])
        }
        // Whoever is registered has a stage.
        if answers[0].rows.isEmpty { return nil }
        let stages = try answers[0].rows.map { row in
            let (stage, since) = try row.decode(String.self, Date.self)
            guard let stage = ModelStage(rawValue: stage) else {
                throw ArenaError(.corrupt, "A model has been at a stage that this version does not know.")
            }
            return ModelHistory.Stage(stage: stage, since: since)
        }
        let points = try answers[2].rows.map(point)
        return ModelHistory(
            stages: stages,
            debut: try answers[1].rows.first.map(point),
            points: points.prefix(limit).reversed(),
            isCut: points.count > limit
        )
    }

    private func point(_ row: PostgresRow) throws -> RankPoint {
        let (at, position, battles, rank, rankLowerBound, rating, lower, upper) = try row.decode(
            Date.self,
            Int64.self,
            Int64.self,
            Int32?.self,
            Int32?.self,
            Double?.self,
            Double?.self,
            Double?.self
        )
        var place: RankPoint.Place?
        if let rank, let rankLowerBound, let rating, let lower, let upper {
            place = RankPoint.Place(
                rank: Int(rank),
                rankLowerBound: Int(rankLowerBound),
                rating: rating,
                lower: lower,
                upper: upper
            )
        }
        return RankPoint(at: at, logPosition: position, place: place, battles: battles)
    }

    private func last(_ board: StoredBoard, on connection: PostgresConnection) async throws -> LastStored? {
        let stream = board.stream.rawValue
        let (slice, method) = (board.board.slice, board.board.method.key)
        let head = try await connection.query(
            """
            SELECT published_at, log_position FROM snapshot
            WHERE stream = \(stream) AND slice = \(slice) AND method = \(method)
            ORDER BY published_at DESC LIMIT 1
            """
        ).first(Date.self, Int64.self)
        guard let (publishedAt, logPosition) = head else { return nil }
        let rows = try await connection.query(
            """
            SELECT m.id, r.rank, r.rank_lower_bound
            FROM model m CROSS JOIN LATERAL (
                SELECT rank, rank_lower_bound FROM model_rank
                WHERE model_id = m.id AND stream = \(stream) AND slice = \(slice) AND method = \(method)
                ORDER BY published_at DESC LIMIT 1
            ) r
            WHERE r.rank IS NOT NULL
            """
        ).rows
        var ranks: [ModelID: RankPair] = [:]
        for row in rows {
            let (model, rank, lowerBound) = try row.decode(Int32.self, Int32.self, Int32.self)
            ranks[ModelID(rawValue: model)] = RankPair(rank: Int(rank), lowerBound: Int(lowerBound))
        }
        return LastStored(ranks: ranks, publishedAt: publishedAt, logPosition: logPosition)
    }

    /// Writes the board, and the places that changed on it; all places where it is the first of its day.
    private func write(
        _ stored: StoredBoard,
        _ reason: SnapshotReason,
        after last: LastStored?,
        on connection: PostgresConnection
    ) async throws {
        let board = stored.board
        let (stream, slice, method) = (stored.stream.rawValue, board.slice, board.method.key)
        _ = try await connection.query(
            """
            INSERT INTO snapshot (stream, slice, method, published_at, log_position, fitted_at, reason, board)
            VALUES (\(stream), \(slice), \(method), \(stored.publishedAt), \(board.logPosition), \(board.fittedAt),
                    \(reason.rawValue), \(String(decoding: stored.json, as: UTF8.self))::json)
            """
        )
        let ranks = stored.ranks
        let rows = board.rows.filter { reason == .day || last?.ranks[$0.model.id] != ranks[$0.model.id] }
        // A model that is on the board no more, or not rated any more, has no place.
        let left = (last?.ranks ?? [:]).keys.filter { ranks[$0] == nil }.sorted()
        let battles = Dictionary(board.unrankable.map { ($0.model.id, $0.tally.battles) }) { first, _ in first }
        let models = rows.map(\.model.id.rawValue) + left.map(\.rawValue)
        let counted = rows.map(\.tally.battles) + left.map { battles[$0] ?? 0 }
        func column<Value>(_ value: (LeaderboardSnapshot.Rating) -> Value?) -> [Value?] {
            rows.map { value($0.rating) } + left.map { _ in nil }
        }
        _ = try await connection.query(
            """
            INSERT INTO model_rank (model_id, stream, slice, method, published_at, log_position, rank, rank_lower_bound,
                                    rating, rating_lower, rating_upper, battles)
            SELECT n.model, \(stream), \(slice), \(method), \(stored.publishedAt), \(board.logPosition), n.rank, n.worst,
                   n.rating, n.lower, n.upper, n.battles
            FROM unnest(\(models), \(column { Int32($0.rank) }), \(column { Int32($0.rankLowerBound) }),
                        \(column(\.rating)), \(column(\.lower)), \(column(\.upper)), \(counted))
                 AS n (model, rank, worst, rating, lower, upper, battles)
            """
        )
    }
}
