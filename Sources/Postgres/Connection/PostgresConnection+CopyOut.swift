internal import CLibPQ

extension PostgresConnection {
    /// Runs a `COPY … TO STDOUT` and hands its data to the body in chunks of whole rows, with bounded memory.
    ///
    /// A slow body slows the server. An error of the body ends the COPY early and is thrown on.
    ///
    /// - Returns: The number of rows.
    /// - Throws: ``PostgresError``, or what the body throws.
    @discardableResult
    public nonisolated func copyOut(
        _ query: PostgresQuery,
        onChunk body: ([UInt8]) async throws -> Void
    ) async throws -> Int {
        try Self.checkCopy(query)
        var rows = 0
        try await stream("copyOut") {
            try await self.startCopy(query, expecting: PGRES_COPY_OUT)
        } next: {
            try await self.nextChunk()
        } body: { (chunk: CopyChunk) in
            switch chunk {
            case .data(let bytes): try await body(bytes)
            case .end(let count): rows = count
            }
        }
        return rows
    }

    private enum CopyChunk: Sendable {
        case data([UInt8])
        case end(rows: Int)
    }

    private func nextChunk() async throws -> CopyChunk? {
        var chunk: [UInt8] = []
        while chunk.count < 128 * 1024 {
            switch try wire.usable().getCopyData() {
            case .data(let bytes): chunk += bytes
            case .wait:
                if !chunk.isEmpty { return .data(chunk) }
                try await wire.awaitInput()
            case .end, .failed:
                if !chunk.isEmpty { return .data(chunk) }
                return try await wire.collect().map { .end(rows: $0.affected) }
            }
        }
        return .data(chunk)
    }

    static func checkCopy(_ query: PostgresQuery) throws {
        try check(query)
        guard query.binds.count == 0 else {
            throw PostgresError(
                code: .protocolMisuse,
                message: "COPY takes no parameters; the server has none for it, so copy from a table or view"
            )
        }
    }

    /// Sends a COPY and waits until the server is ready for its data.
    func startCopy(_ query: PostgresQuery, expecting status: ExecStatusType) async throws {
        guard try wire.usable().sendScript(query.sql) else { throw wire.callFailure("sending a COPY") }
        try await wire.flush()
        guard let result = try await wire.nextResult() else {
            throw PostgresError(code: .protocolMisuse, message: "the server sent no result")
        }
        guard result.status != status else { return }
        switch result.status {
        case PGRES_COPY_IN:
            _ = try wire.usable().putCopyEnd(error: "COPY TO STDOUT is expected here")
            try await wire.flush()
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_COPY_OUT: break
        default: throw wire.error(from: result)
        }
        throw PostgresError(
            code: .protocolMisuse,
            message: "the statement is no \(status == PGRES_COPY_IN ? "COPY … FROM STDIN" : "COPY … TO STDOUT")"
        )
    }
}
