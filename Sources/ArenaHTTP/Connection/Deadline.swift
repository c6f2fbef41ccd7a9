import Synchronization

/// The moment by which a request is to be answered.
struct Deadline: Sendable {
    let instant: ContinuousClock.Instant

    /// Cancels the work at the deadline and waits for it to end; for work that heeds being cancelled.
    ///
    /// Without a task group: of those that come and go with every request, one was once gone before its last child had ended.
    func cancelling<Value: Sendable>(
        orThrow timeout: APIError,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let expiry = Expiry()
        let runner = Task { try await work() }
        let clock = Task {
            guard (try? await Task.sleep(until: instant, clock: .continuous)) != nil else { return }
            expiry.hasCome.store(true, ordering: .releasing)
            runner.cancel()
        }
        defer { clock.cancel() }
        do {
            return try await withTaskCancellationHandler {
                try await runner.value
            } onCancel: {
                runner.cancel()
            }
        } catch {
            if expiry.hasCome.load(ordering: .acquiring) { throw timeout }
            throw error
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

/// Whether the deadline has come, for tasks to share.
private final class Expiry: Sendable {
    let hasCome = Atomic(false)
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
