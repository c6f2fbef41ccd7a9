import ArenaCore
import Postgres

/// What a failure of the database means to the arena.
enum StoreError {
    /// Runs `body`, turning the database's failures into the arena's own.
    ///
    /// A lost connection, a full pool, a server that starts or stops, a timeout and a conflict between transactions are
    /// `.unavailable`: trying again is right. A reference to what is no longer there is `.notFound`. Anything else means
    /// that what is stored and what the program expects do not fit: `.corrupt`, with the database's own description.
    static func translating<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError {
            throw arenaError(for: error)
        } catch let error as PostgresTransactionError {
            if error.isCommitOutcomeUnknown { throw unavailable }
            throw (error.cause as? ArenaError) ?? error.postgresError.map(arenaError) ?? error
        }
    }

    static let unavailable = ArenaError(
        .unavailable,
        "The database does not answer now. Try the same again in a moment."
    )

    private static func arenaError(for error: PostgresError) -> any Error {
        if error.code == .cancelled { return CancellationError() }
        if error.isRetryable || error.isConnectionFailure { return unavailable }
        switch error.sqlState {
        case .queryCanceled?, .idleInTransactionSessionTimeout?, .readOnlySQLTransaction?: return unavailable
        // The plan or the statement was of an earlier schema; the next try prepares it anew.
        case .featureNotSupported?, .invalidSQLStatementName?: return unavailable
        // Memory, disk, connections: what an operator can mend and a retry then meets.
        case let state? where state.errorClass == "53": return unavailable
        case .foreignKeyViolation?: return ArenaError(.notFound, "What the battle refers to is no longer stored.")
        default: break
        }
        switch error.code {
        case .poolTimeout, .poolClosed, .connectionClosed: return unavailable
        default: return ArenaError(.corrupt, error.description)
        }
    }
}
