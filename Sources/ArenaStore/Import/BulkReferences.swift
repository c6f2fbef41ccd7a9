import ArenaCore
import Foundation
import Postgres

/// Checks what a batch of battles refers to all at once, where the server lets us.
///
/// The schema's foreign keys look up every row's references one by one, which takes three quarters of an import's time.
/// A superuser, as of the private cluster, may put them aside for a statement; the batch then takes the same locks on
/// the same rows that they would take, in one look for each table, and so nothing can be stored that they would refuse.
/// Anybody else's rows are checked by the foreign keys as ever.
enum BulkReferences {
    /// Runs `write` with the references of `battles` known to be there; within a transaction of the caller's.
    ///
    /// - Throws: `ArenaError` with `.notFound` when something that a battle refers to is not stored.
    static func checked<Value>(
        _ battles: [NewBattle],
        in stream: ArenaCore.Stream,
        on connection: PostgresConnection,
        _ write: () async throws -> Value
    ) async throws -> Value {
        guard try await connection.query("SELECT current_setting('is_superuser') = 'on'").single(Bool.self) else {
            return try await write()
        }
        try await lock(battles, in: stream, on: connection)
        try await connection.query("SET LOCAL session_replication_role = replica")
        let written = try await write()
        try await connection.query("SET LOCAL session_replication_role = origin")
        return written
    }

    /// Locks every row referred to against deletion until the transaction ends.
    private static func lock(
        _ battles: [NewBattle],
        in stream: ArenaCore.Stream,
        on connection: PostgresConnection
    ) async throws {
        let models = Set(battles.flatMap { [$0.modelA.rawValue, $0.modelB.rawValue] })
        let prompts = Set(battles.compactMap { $0.prompt?.uuid })
        let responses = Set(battles.flatMap { [$0.responseA?.uuid, $0.responseB?.uuid].compactMap { $0 } })
        var looks: [(query: PostgresQuery, wanted: Int)] = [
            ("SELECT id FROM model WHERE id = ANY (\(models.sorted())) ORDER BY id FOR KEY SHARE", models.count)
        ]
        for (table, ids) in [("prompt", prompts), ("response", responses)] where !ids.isEmpty {
            looks.append(
                (
                    """
                    SELECT id FROM \(identifier: table) WHERE stream = \(stream.rawValue) AND id = ANY (\(Array(ids)))
                    ORDER BY id FOR KEY SHARE
                    """,
                    ids.count
                )
            )
        }
        for look in looks {
            guard try await connection.query(look.query).rows.count == look.wanted else {
                throw ArenaError(.notFound, "What a battle of the batch refers to is no longer stored.")
            }
        }
    }
}
