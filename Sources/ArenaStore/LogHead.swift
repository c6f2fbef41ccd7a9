import ArenaCore
import Postgres

/// The row that numbers the entries of a stream.
enum LogHead {
    /// The statement that locks the stream until the transaction ends, and gives the seq of its last entry; no row when the
    /// stream is new.
    ///
    /// Until then, plans that are made read tables by their indexes: a plan is kept, and a table that was small when it was
    /// made grows by thousands of rows a second.
    static func locking(_ stream: Stream) -> PostgresQuery {
        """
        SELECT seq FROM log_head CROSS JOIN set_config('enable_seqscan', 'off', true)
        WHERE stream = \(stream.rawValue) FOR UPDATE OF log_head
        """
    }

    /// Locks the stream until the transaction ends.
    ///
    /// - Returns: the seq of its last entry.
    static func lock(_ stream: Stream, on connection: PostgresConnection) async throws -> Int64 {
        if let seq = try await connection.query(locking(stream)).first(Int64.self) { return seq }
        try await make(stream, on: connection)
        return try await connection.query(locking(stream)).single(Int64.self)
    }

    /// Gives a new stream its row.
    static func make(_ stream: Stream, on connection: PostgresConnection) async throws {
        _ = try await connection.query(
            "INSERT INTO log_head (stream, seq) VALUES (\(stream.rawValue), 0) ON CONFLICT DO NOTHING"
        )
    }

    /// The statement that moves the stream's end to `seq`.
    static func advance(_ stream: Stream, to seq: Int64) -> PostgresQuery {
        "UPDATE log_head SET seq = \(seq) WHERE stream = \(stream.rawValue)"
    }
}
