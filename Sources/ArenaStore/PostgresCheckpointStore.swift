public import ArenaCore
public import Postgres

/// Checkpoints of the ledger in Postgres.
public struct PostgresCheckpointStore: CheckpointStore {
    private let pool: PostgresPool

    /// Checkpoints in the database of `pool`.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// The last checkpoint of the stream that the log still covers.
    public func checkpoint(of stream: Stream) async throws -> Checkpoint? {
        try await StoreError.translating {
            let stored = try await pool.query(
                """
                SELECT c.seq, c.fold FROM ledger_checkpoint c JOIN log_head h USING (stream)
                WHERE stream = \(stream.rawValue) AND version = \(Checkpoint.version) AND c.seq <= h.seq
                """
            ).first(Int64.self, [UInt8].self)
            return stored.map { Checkpoint(seq: $0, bytes: $1) }
        }
    }

    /// The seq of the checkpoint that is stored, when there is one of the current version.
    public func position(of stream: Stream) async throws -> Int64? {
        try await StoreError.translating {
            try await pool.query(
                """
                SELECT seq FROM ledger_checkpoint
                WHERE stream = \(stream.rawValue) AND version = \(Checkpoint.version)
                """
            ).first(Int64.self)
        }
    }

    /// Replaces the stream's checkpoint, unless a later one is stored already.
    public func save(_ checkpoint: Checkpoint, of stream: Stream) async throws {
        try await StoreError.translating {
            // A checkpoint that lies beyond the log's end is of a log that was since restored to an earlier time.
            _ = try await pool.query(
                """
                INSERT INTO ledger_checkpoint AS stored (stream, seq, version, fold)
                VALUES (\(stream.rawValue), \(checkpoint.seq), \(Checkpoint.version), \(checkpoint.bytes))
                ON CONFLICT (stream) DO UPDATE
                SET seq = excluded.seq, version = excluded.version, fold = excluded.fold, saved_at = now()
                WHERE stored.seq < excluded.seq OR stored.version <> excluded.version
                   OR stored.seq > (SELECT seq FROM log_head WHERE stream = excluded.stream)
                """
            )
        }
    }
}
