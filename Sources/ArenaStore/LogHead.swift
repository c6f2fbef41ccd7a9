import ArenaCore
import Postgres

/// The row that numbers the entries of a stream.
enum LogHead {
    /// Locks the stream until the transaction ends.
    ///
    /// - Returns: the seq of its last entry.
    static func lock(_ stream: Stream, on connection: PostgresConnection) async throws -> Int64 {
        let query: PostgresQuery = "SELECT seq FROM log_head WHERE stream = \(stream.rawValue) FOR UPDATE"
        if let seq = try await connection.query(query).first(Int64.self) { return seq }
        _ = try await connection.query(
            "INSERT INTO log_head (stream, seq) VALUES (\(stream.rawValue), 0) ON CONFLICT DO NOTHING"
        )
        return try await connection.query(query).single(Int64.self)
    }

    /// The statement that moves the stream's end to `seq`.
    static func advance(_ stream: Stream, to seq: Int64) -> PostgresQuery {
        "UPDATE log_head SET seq = \(seq) WHERE stream = \(stream.rawValue)"
    }
}
