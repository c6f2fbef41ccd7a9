import UnixSignals

/// Work that SIGINT and SIGTERM cancel before there is a service group to heed them.
enum Interruption {
    /// Runs `body`; at a signal it is cancelled and waited for, so that it can take down what it has built.
    ///
    /// - Throws: what the body throws; `CancellationError` when it was interrupted.
    static func heeded<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in signals { throw CancellationError() }
                return nil
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let value = finished { return value }
            }
            throw CancellationError()
        }
    }
}
