import ArenaCore
import Logging
import Postgres
import Synchronization

/// How the log talks to the database: what was garbled on the way is not believed, and what a lost connection left behind is
/// cleared away before anything else is written.
final class LogExchange: Sendable {
    private let pool: PostgresPool
    private let lost = Mutex<Set<PostgresBackend>>([])

    init(pool: PostgresPool) { self.pool = pool }

    /// Runs `body` on a connection.
    ///
    /// A connection on which anything was garbled, or on which a statement failed in a way that statements of this program do
    /// not fail, is closed: what the server prepared for it may have been garbled too.
    ///
    /// - Parameter writes: whether the body locks or changes anything.
    /// - Throws: `ArenaError`; `.unavailable` where trying again is right.
    func run<Value>(writes: Bool, _ body: (PostgresConnection) async throws -> Value) async throws -> Value {
        try await StoreError.translating {
            do {
                return try await pool.withConnection { connection in
                    if writes { try await clear(on: connection) }
                    do {
                        return try await body(connection)
                    } catch {
                        // Whatever of this connection's work is still under way at the server, it must not outlive the next try.
                        let isDoubtful = Self.isDoubtful(error)
                        if writes, connection.isBroken || isDoubtful { await remember(connection) }
                        if isDoubtful || Self.mayBeGarbled(error) { await connection.close() }
                        throw error
                    }
                }
            } catch  where Self.isDoubtful(error) {
                // Also of what is said while connecting.
                throw StoreError.unavailable
            }
        }
    }

    private func remember(_ connection: PostgresConnection) async {
        let backend = await connection.backend
        lost.withLock { _ = $0.insert(backend) }
    }

    /// Ends the server processes of lost connections.
    private func clear(on connection: PostgresConnection) async throws {
        for backend in lost.withLock({ $0 }) {
            if try await connection.end(backend, patience: .seconds(1)) { lost.withLock { _ = $0.remove(backend) } }
        }
    }

    private static func isDoubtful(_ error: any Error) -> Bool {
        if error is Garbled { return true }
        guard let error = error as? PostgresError else { return false }
        switch error.code {
        case .decoding, .protocolMisuse: return true
        // The connection's protocol, the transaction's state, the statement's name, its text, the server's inside.
        case .server: return ["08", "0A", "25", "26", "42", "XX"].contains(error.sqlState?.errorClass)
        default: return false
        }
    }

    /// Whether a value that is not one, or a statement too large, may have become so on the way; or it is the caller's own.
    private static func mayBeGarbled(_ error: any Error) -> Bool {
        ["22", "54"].contains((error as? PostgresError)?.sqlState?.errorClass)
    }
}
