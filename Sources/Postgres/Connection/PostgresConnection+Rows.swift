internal import CLibPQ
internal import Logging

extension PostgresConnection {
    /// Runs a query and hands its rows to the body one by one, without ever holding more than a few hundred of them.
    ///
    /// A slow body slows the server. An error of the body ends the query early and is thrown on. The connection takes
    /// no other command meanwhile: one from inside the body is refused.
    ///
    /// - Returns: The number of rows.
    /// - Throws: ``PostgresError``, or what the body throws.
    @discardableResult
    public nonisolated func forEachRow(
        of query: PostgresQuery,
        _ body: (PostgresRow) async throws -> Void
    ) async throws -> Int {
        try Self.check(query)
        var count = 0
        func run() async throws {
            try await stream("forEachRow") {
                try await self.startRows(query)
            } next: {
                try await self.nextRows()
            } body: { rows in
                for row in rows { try await body(row) }
                count += rows.count
            }
        }
        do {
            try await run()
        } catch let error as PostgresError where Self.isStale(error) && count == 0 {
            await forget(query, isGone: error.sqlState == .invalidSQLStatementName)
            if isInTransaction { throw error }
            try await run()
        }
        return count
    }

    private func startRows(_ query: PostgresQuery) async throws {
        let key = StatementCache.Key(sql: query.sql, types: query.binds.types)
        try await sendExecute(key, query.binds, singleRows: true, on: wire)
    }

    private func forget(_ query: PostgresQuery, isGone: Bool) {
        statements.remove(StatementCache.Key(sql: query.sql, types: query.binds.types), isGone: isGone)
    }

    /// At least one row and those that are there without waiting, or nil at the end.
    private func nextRows() async throws -> [PostgresRow]? {
        var rows: [PostgresRow] = []
        var bytes = 0
        // Rows are small as a rule, and each hand-over costs a change of thread.
        while rows.isEmpty || (rows.count < 512 && bytes < 256 * 1024 && wire.hasResult) {
            guard let result = try await wire.nextResult() else { return rows.isEmpty ? nil : rows }
            switch result.status {
            case PGRES_SINGLE_TUPLE:
                bytes += result.memorySize
                rows.append(PostgresRow(result: result, index: 0))
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: continue
            default: throw wire.error(from: result)
            }
        }
        return rows
    }

    /// Runs a command that hands over data piece by piece, with the body in the caller's own isolation.
    nonisolated func stream<Piece: Sendable>(
        _ name: String,
        start: () async throws -> Void,
        next: () async throws -> Piece?,
        body: (Piece) async throws -> Void
    ) async throws {
        let token = try await beginCommand()
        let scope = CommandScope(connection: ObjectIdentifier(self), kind: .stream(name))
        var isInBody = false
        let outcome: Result<Void, any Error>
        do {
            try await withTaskCancellationHandler {
                try await start()
                while let piece = try await next() {
                    isInBody = true
                    try await CommandScope.$current.withValue(scope) { try await body(piece) }
                    isInBody = false
                }
            } onCancel: {
                canceller.cancel(token)
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
            // The rest of what the body gave up may be long; after the server's own error there is none.
            if isInBody { canceller.cancel(token) }
            await skipRest()
        }
        scope.end()
        let wasCancelled = await endCommand(token)
        if case .failure(let error) = outcome {
            throw wasCancelled && !isInBody ? Self.cancellation(in: error) : error
        }
    }

    /// Reads what is left of a command that was cancelled and forgets it.
    private func skipRest() async {
        do {
            while let result = try await wire.nextResult() {
                if result.status == PGRES_COPY_OUT { try await wire.skipCopyOut() }
            }
        } catch {
            logger.debug("a cancelled command could not be read to its end", metadata: ["error": "\(error)"])
        }
    }
}
