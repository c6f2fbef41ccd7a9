internal import CLibPQ
internal import Logging

extension PostgresConnection {
    /// Runs a `COPY … FROM STDIN` with the data that the body writes.
    ///
    /// ```swift
    /// try await connection.copyIn("COPY vote (id, outcome) FROM STDIN WITH (FORMAT binary)") { writer in
    ///     var encoder = PostgresCopyEncoder()
    ///     for vote in votes {
    ///         try encoder.row(vote.id, vote.outcome)
    ///         if encoder.count > 65_536 { try await writer.write(encoder.take()) }
    ///     }
    ///     try await writer.write(encoder.finish())
    /// }
    /// ```
    ///
    /// An error of the body aborts the COPY, so that nothing of it is stored, and is thrown on.
    ///
    /// - Returns: The number of rows stored.
    /// - Throws: ``PostgresError``, or what the body throws.
    @discardableResult
    public nonisolated func copyIn(
        _ query: PostgresQuery,
        _ body: (PostgresCopyWriter) async throws -> Void
    ) async throws -> Int {
        try Self.checkCopy(query)
        let token = try await beginCommand()
        let scope = CommandScope(connection: ObjectIdentifier(self), kind: .stream("copyIn"))
        let outcome: Result<Int, any Error>
        do {
            outcome = .success(
                try await withTaskCancellationHandler {
                    try await startCopy(query, expecting: PGRES_COPY_IN)
                    return try await feed(scope, body)
                } onCancel: {
                    canceller.cancel(token)
                }
            )
        } catch {
            outcome = .failure(error)
            await finishCopy(afterFailure: token)
        }
        let wasCancelled = await endCommand(token)
        return try outcome.mapError { wasCancelled ? Self.cancellation(in: $0) : $0 }.get()
    }

    /// Runs a `COPY … FROM STDIN` with the data of a sequence.
    ///
    /// - Returns: The number of rows stored.
    /// - Throws: ``PostgresError``, or what the sequence throws, which aborts the COPY.
    @discardableResult
    public nonisolated func copyIn<Source: AsyncSequence>(
        _ query: PostgresQuery,
        from source: Source
    ) async throws -> Int where Source.Element == [UInt8] {
        try await copyIn(query) { writer in
            for try await bytes in source { try await writer.write(bytes) }
        }
    }

    private nonisolated func feed(
        _ scope: CommandScope,
        _ body: (PostgresCopyWriter) async throws -> Void
    ) async throws -> Int {
        let writer = PostgresCopyWriter(connection: self, scope: scope)
        do {
            try await CommandScope.$current.withValue(scope) { try await body(writer) }
            scope.end()
            if Task.isCancelled {
                throw PostgresError(code: .cancelled, message: "the task was cancelled and so was its COPY")
            }
        } catch {
            scope.end()
            try await endCopy(error: "the client gave up")
            throw error
        }
        try await endCopy(error: nil)
        guard let result = try await collectCopy() else {
            throw PostgresError(code: .protocolMisuse, message: "the server did not confirm a COPY")
        }
        return result.affected
    }

    private func collectCopy() async throws -> ResultHandle? { try await wire.collect() }

    private func endCopy(error: String?) async throws {
        while true {
            switch try wire.usable().putCopyEnd(error: error) {
            case 1: return try await wire.flush()
            case 0: try await wire.flush()
            default: throw wire.callFailure("ending a COPY")
            }
        }
    }

    /// Reads to the end of a COPY that failed or was given up.
    private func finishCopy(afterFailure token: UInt64) async {
        do {
            while let result = try await wire.nextResult() {
                switch result.status {
                case PGRES_COPY_IN: try await endCopy(error: "the client gave up")
                case PGRES_COPY_OUT:
                    canceller.cancel(token)
                    try await wire.skipCopyOut()
                default: continue
                }
            }
        } catch {
            logger.debug("a failed COPY could not be read to its end", metadata: ["error": "\(error)"])
        }
    }

    /// Sends COPY data, waiting until the server has taken almost all of it.
    func writeCopy(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(64 * 1024)
            switch try wire.usable().putCopyData(piece) {
            case 1: rest = rest.dropFirst(piece.count)
            case 0: break
            default: throw wire.callFailure("sending COPY data")
            }
            try await wire.flush()
            if wire.handle?.isBroken ?? true { throw wire.callFailure("sending COPY data") }
        }
    }
}

/// Takes the data of one `COPY … FROM STDIN` while its body runs.
public struct PostgresCopyWriter: Sendable {
    let connection: PostgresConnection
    let scope: CommandScope

    /// Sends bytes, which need not be whole rows, and returns once the server has taken them.
    ///
    /// - Throws: ``PostgresError``, with code `cancelled` if the task is cancelled.
    public func write(_ bytes: [UInt8]) async throws {
        guard !scope.isEnded else {
            throw PostgresError(code: .protocolMisuse, message: "the COPY that this writer belongs to has ended")
        }
        if Task.isCancelled {
            throw PostgresError(code: .cancelled, message: "the task was cancelled and so was its COPY")
        }
        try await connection.writeCopy(bytes)
    }
}
