public import ArenaCore
public import Postgres

/// The log in Postgres with all that puts battles into slices.
public struct PostgresBattleArchive: BattleArchive {
    private let exchange: LogExchange

    /// The archive in the database of `pool`.
    public init(pool: PostgresPool) {
        exchange = LogExchange(pool: pool)
    }

    /// At most `limit` entries of `stream` after `seq`, in order.
    public func page(
        of stream: Stream,
        after seq: Int64,
        limit: Int,
        where choice: ArchiveChoice
    ) async throws -> ArchivePage {
        let query = ArchiveQuery(of: stream, after: seq, limit: limit, where: choice)
        return try await exchange.run(writes: false) { connection in
            try query.page(try await connection.query(query.statement))
        }
    }
}
