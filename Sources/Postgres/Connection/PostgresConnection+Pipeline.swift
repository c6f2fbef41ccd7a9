internal import CLibPQ

extension PostgresConnection {
    /// Sends several statements at once and returns their results in order, for one round trip in all.
    ///
    /// Outside a transaction they are one: an error undoes those before it and keeps those after it from running. They are
    /// committed when this returns; when it throws for a lost connection, only a look at the data can tell whether they are.
    ///
    /// - Parameter silenceLimit: How long the server may be silent before the connection is given up, if that is another
    ///   time than the configuration's.
    /// - Throws: The first statement's ``PostgresError`` that failed.
    public func pipeline(
        _ queries: [PostgresQuery],
        silenceLimit: Duration? = nil
    ) async throws -> [PostgresResult] {
        guard !queries.isEmpty else { return [] }
        for query in queries { try Self.check(query) }
        return try await command(silenceLimit: silenceLimit) { wire in
            let isOutsideTransaction = try wire.usable().transactionStatus == PQTRANS_IDLE
            try await self.deallocateDropped(on: wire)
            let first = try await self.runPipeline(queries, on: wire)
            guard let error = first.error else { return first.results }
            guard Self.isStale(error) else { throw error }
            for query in queries {
                statements.remove(StatementCache.Key(sql: query.sql, types: query.binds.types))
            }
            // Running all again is safe only if nothing can have been committed on the way.
            guard isOutsideTransaction, !first.results.contains(where: { $0.mayHaveCommitted }) else { throw error }
            let second = try await self.runPipeline(queries, on: wire)
            if let error = second.error { throw error }
            return second.results
        }
    }

    private enum Step {
        case prepare(StatementCache.Key, name: String)
        case execute(PostgresBinds, name: String)
    }

    /// The statements' steps, with a step of preparing before the first use of each one that is not prepared yet.
    private func plan(_ queries: [PostgresQuery]) -> [Step] {
        var steps: [Step] = []
        var pending: [StatementCache.Key: String] = [:]
        for query in queries {
            let key = StatementCache.Key(sql: query.sql, types: query.binds.types)
            let name: String
            if let known = statements.name(for: key) ?? pending[key] {
                name = known
            } else {
                name = statements.makeName()
                pending[key] = name
                steps.append(.prepare(key, name: name))
            }
            steps.append(.execute(query.binds, name: name))
        }
        return steps
    }

    private func runPipeline(
        _ queries: [PostgresQuery],
        on wire: Wire
    ) async throws -> (results: [PostgresResult], error: PostgresError?) {
        let steps = plan(queries)
        guard try wire.usable().enterPipeline() else { throw wire.callFailure("entering pipeline mode") }
        for (index, step) in steps.enumerated() {
            let handle = try wire.usable()
            let isSent =
                switch step {
                case .prepare(let key, let name): handle.sendPrepare(name: name, sql: key.sql, types: key.types)
                case .execute(let binds, let name): handle.sendExecute(name: name, binds: binds)
                }
            guard isSent else { throw unfinished("sending a statement", on: wire) }
            // libpq sends by itself every 64 KiB; flushing here waits, and reads results, while the server is behind.
            if index % 64 == 63 { try await wire.flush() }
        }
        guard try wire.usable().sendPipelineSync() else { throw unfinished("ending a pipeline", on: wire) }
        try await wire.flush()

        var results: [PostgresResult] = []
        results.reserveCapacity(queries.count)
        var firstError: PostgresError?
        for step in steps {
            var last: ResultHandle?
            while let result = try await wire.nextResult() {
                switch result.status {
                case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: last = result
                case PGRES_PIPELINE_ABORTED: break
                case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                    throw unfinished("running a COPY in a pipeline", on: wire)
                default:
                    firstError = firstError ?? wire.error(from: result)
                    if wire.handle?.isBroken ?? true { throw firstError ?? wire.callFailure("reading") }
                }
            }
            guard let last else { continue }
            switch step {
            case .prepare(let key, let name): statements.insert(key, name: name)
            case .execute: results.append(PostgresResult(handle: last))
            }
        }
        guard let sync = try await wire.nextResult(), sync.status == PGRES_PIPELINE_SYNC,
            try wire.usable().exitPipeline()
        else { throw unfinished("ending a pipeline", on: wire) }
        if firstError == nil, results.count != queries.count { throw unfinished("reading a pipeline", on: wire) }
        return (results, firstError)
    }

    /// A pipeline that cannot be brought to its end leaves the connection in no usable state.
    private func unfinished(_ activity: StaticString, on wire: Wire) -> PostgresError {
        let error = wire.callFailure(activity)
        wire.fail(PostgresError(code: .connectionLost, message: "the connection was given up after: \(error.message)"))
        return error
    }
}

extension PostgresResult {
    /// Whether the statement can have ended a transaction.
    fileprivate var mayHaveCommitted: Bool {
        ["BEGIN", "START TRANSACTION", "COMMIT", "ROLLBACK", "PREPARE TRANSACTION", "CALL", "DO"].contains(commandTag)
    }
}
