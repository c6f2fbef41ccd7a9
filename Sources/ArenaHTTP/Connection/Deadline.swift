import Synchronization

/// The moment by which a request is to be answered.
struct Deadline: Sendable {
    let instant: ContinuousClock.Instant

    /// Cancels the work at the deadline and waits for it to end; for work that heeds being cancelled.
    func cancelling<Value: Sendable>(
        orThrow timeout: APIError,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(until: instant, clock: .continuous)
                return nil
            }
            defer { group.cancelAll() }
            guard let value = try await group.next().flatMap({ $0 }) else { throw timeout }
            return value
        }
    }

    /// Stops waiting for the work at the deadline, but lets it end by itself; for work that nothing can stop.
    ///
    /// A vote on its way to the database is such work: its answer no longer matters, that it is written once does.
    func abandoning<Value: Sendable>(
        orThrow timeout: APIError,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let race = Race<Value>()
        // Structured tasks would keep the answer until the work has ended.
        let runner = Task {
            do { race.finish(.success(try await work())) } catch { race.finish(.failure(error)) }
        }
        let clock = Task {
            guard (try? await Task.sleep(until: instant, clock: .continuous)) != nil else { return }
            race.finish(.failure(timeout))
            runner.cancel()
        }
        defer { clock.cancel() }
        return try await race.result()
    }
}

/// The first of several results, for one who waits for it.
private final class Race<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, any Error>)
        case finished(Result<Value, any Error>)
    }

    private let state = Mutex(State.open)

    func finish(_ result: Result<Value, any Error>) {
        let waiting: CheckedContinuation<Value, any Error>? = state.withLock { state in
            switch state {
            case .open:
                state = .finished(result)
                return nil
            case .awaited(let continuation):
                state = .finished(result)
                return continuation
            case .finished:
                return nil
            }
        }
        waiting?.resume(with: result)
    }

    func result() async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let result: Result<Value, any Error>? = state.withLock { state in
                if case .finished(let result) = state { return result }
                state = .awaited(continuation)
                return nil
            }
            if let result { continuation.resume(with: result) }
        }
    }
}
