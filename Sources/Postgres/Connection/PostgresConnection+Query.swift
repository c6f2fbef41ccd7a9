internal import CLibPQ

extension PostgresConnection {
    /// Runs one statement and returns all its rows.
    ///
    /// The statement is prepared when this connection first runs it. One whose plan went stale (its result type
    /// changed, or the server dropped it) is prepared again and run again, unless a transaction is open.
    ///
    /// - Throws: ``PostgresError``.
    @discardableResult
    public func query(_ query: PostgresQuery) async throws -> PostgresResult {
        try await self.query(query, isCancellable: true)
    }

    /// Runs one statement, also in a task that was cancelled if it is to be so.
    func query(_ query: PostgresQuery, isCancellable: Bool) async throws -> PostgresResult {
        try await command(isCancellable: isCancellable) { wire in
            PostgresResult(handle: try await self.run(query, on: wire))
        }
    }

    /// Runs trusted SQL of one or more statements, as a migration has them, and returns nothing.
    ///
    /// The statements are one transaction unless they say otherwise. Never put a value into the text: it is not bound.
    ///
    /// - Throws: ``PostgresError``.
    public func execute(script: String) async throws {
        guard !script.utf8.contains(0) else {
            throw PostgresError(code: .encoding, message: "the script holds a zero byte")
        }
        try await command { wire in _ = try await self.runScript(script, on: wire) }
    }

    func runScript(_ sql: String, on wire: Wire) async throws -> ResultHandle? {
        guard try wire.usable().sendScript(sql) else { throw wire.callFailure("sending a script") }
        try await wire.flush()
        return try await wire.collect()
    }

    private func run(_ query: PostgresQuery, on wire: Wire) async throws -> ResultHandle {
        try Self.check(query)
        let key = StatementCache.Key(sql: query.sql, types: query.binds.types)
        let isOutsideTransaction = try wire.usable().transactionStatus == PQTRANS_IDLE
        do {
            return try await execute(key, query.binds, on: wire)
        } catch let error as PostgresError where Self.isStale(error) {
            statements.remove(key, isGone: error.sqlState == .invalidSQLStatementName)
            guard isOutsideTransaction else { throw error }
            return try await execute(key, query.binds, on: wire)
        }
    }

    private func execute(
        _ key: StatementCache.Key,
        _ binds: PostgresBinds,
        on wire: Wire
    ) async throws -> ResultHandle {
        try await sendExecute(key, binds, on: wire)
        guard let result = try await wire.collect() else {
            throw PostgresError(code: .protocolMisuse, message: "the server sent no result")
        }
        return result
    }

    /// Sends a statement's execution, preparing it first if need be.
    func sendExecute(
        _ key: StatementCache.Key,
        _ binds: PostgresBinds,
        singleRows: Bool = false,
        on wire: Wire
    ) async throws {
        let name = try await prepare(key, on: wire)
        let handle = try wire.usable()
        guard handle.sendExecute(name: name, binds: binds) else { throw wire.callFailure("sending a statement") }
        if singleRows, !handle.setSingleRowMode() { throw wire.callFailure("asking for single rows") }
        try await wire.flush()
    }

    private func prepare(_ key: StatementCache.Key, on wire: Wire) async throws -> String {
        if let name = statements.name(for: key) { return name }
        try await deallocateDropped(on: wire)
        let name = statements.makeName()
        guard try wire.usable().sendPrepare(name: name, sql: key.sql, types: key.types) else {
            throw wire.callFailure("preparing a statement")
        }
        try await wire.flush()
        _ = try await wire.collect()
        statements.insert(key, name: name)
        return name
    }

    /// Frees what the cache dropped, as soon as the session takes commands.
    func deallocateDropped(on wire: Wire) async throws {
        guard try wire.usable().transactionStatus != PQTRANS_INERROR else { return }
        // One by one: a name that the server does not have any more must not keep the others.
        for name in statements.takeDropped() where try wire.usable().transactionStatus == PQTRANS_IDLE {
            do {
                _ = try await runScript("DEALLOCATE \(name)", on: wire)
            } catch let error as PostgresError where error.sqlState == .invalidSQLStatementName {
                continue
            }
        }
    }

    static func check(_ query: PostgresQuery) throws {
        if let failure = query.binds.failure { throw failure }
        guard query.binds.count <= 65_535 else {
            throw PostgresError(
                code: .encoding,
                message: "the query has \(query.binds.count) parameters; 65535 is the limit, so send arrays or use COPY"
            )
        }
        guard !query.sql.utf8.contains(0) else {
            throw PostgresError(code: .encoding, message: "the SQL holds a zero byte")
        }
    }

    /// Whether the failure is that of a prepared statement that must be prepared anew.
    static func isStale(_ error: PostgresError) -> Bool {
        switch error.sqlState {
        case .invalidSQLStatementName?: true
        case .featureNotSupported?: error.server?.routine == "RevalidateCachedQuery"
        default: false
        }
    }
}
