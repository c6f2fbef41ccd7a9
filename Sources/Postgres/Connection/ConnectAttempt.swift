internal import Dispatch
internal import Logging
internal import Synchronization

/// Makes connections: one host after the other, within one deadline.
///
/// libpq's connecting steps can block (names are resolved in them), so that they run on a queue of their own.
struct ConnectAttempt {
    let configuration: PostgresConfiguration
    let logger: Logger

    /// Connects to the first host that takes us.
    func run(on loop: SocketLoop) async throws -> ConnectionHandle {
        let attempts = configuration.attempts
        let deadline = ContinuousClock.now + configuration.connectTimeout
        var problems: [String] = []
        for (index, parameters) in attempts.enumerated() {
            let left = ContinuousClock.now.duration(to: deadline)
            let share = ContinuousClock.now + left / (attempts.count - index)
            do throws(ConnectProblem) {
                return try await connect(parameters, until: share, on: loop)
            } catch {
                switch error {
                case .cancelled:
                    throw PostgresError(code: .cancelled, message: "the task was cancelled while it was connecting")
                case .failed(let reason): problems.append(reason)
                }
            }
        }
        throw PostgresError(code: .connectionFailed, message: problems.joined(separator: "; "))
    }

    private enum ConnectProblem: Error {
        case cancelled
        case failed(String)
    }

    private func connect(
        _ parameters: [(keyword: String, value: String)],
        until deadline: ContinuousClock.Instant,
        on loop: SocketLoop
    ) async throws(ConnectProblem) -> ConnectionHandle {
        let queue = DispatchQueue(label: "postgres.connect")
        let logger = logger
        let signal = ConnectSignal()
        loop.schedule(at: deadline) { [weak signal] in signal?.fire(.timedOut) }
        let result = await withTaskCancellationHandler { () async -> Result<ConnectionHandle, ConnectProblem> in
            do throws(ConnectProblem) {
                let handle = try await step(on: queue, signal) {
                    ConnectionHandle(parameters: parameters, logger: logger)
                }
                guard let handle else { throw .failed("memory is short") }
                while true {
                    switch try await step(on: queue, signal, { handle.connectStep() }) {
                    case .connected:
                        guard handle.setNonblocking() else { throw .failed(handle.errorMessage) }
                        return .success(handle)
                    case .failed: throw .failed(handle.errorMessage)
                    case .reading: try await ready(handle.socket, write: false, signal, on: loop)
                    case .writing: try await ready(handle.socket, write: true, signal, on: loop)
                    }
                }
            } catch {
                return .failure(error)
            }
        } onCancel: {
            signal.fire(.cancelled)
        }
        return try result.get()
    }

    private func step<Value: Sendable>(
        on queue: DispatchQueue,
        _ signal: ConnectSignal,
        _ work: @escaping @Sendable () -> Value
    ) async throws(ConnectProblem) -> Value {
        let result = ConnectStepResult<Value>()
        let event = await signal.wait { ready in
            queue.async {
                let value = work()
                result.value.withLock { $0 = value }
                ready()
            }
        }
        try check(event)
        guard let value = result.value.withLock({ $0 }) else { throw .failed("connecting was interrupted") }
        return value
    }

    private func ready(
        _ socket: Int32,
        write: Bool,
        _ signal: ConnectSignal,
        on loop: SocketLoop
    ) async throws(ConnectProblem) {
        let watch = SocketWatch(socket: socket, loop: loop)
        let event = await signal.wait { ready in watch.start(write: write, ready) }
        await watch.stop()
        try check(event)
    }

    private func check(_ event: ConnectSignal.Event) throws(ConnectProblem) {
        switch event {
        case .ready: return
        case .cancelled: throw .cancelled
        case .timedOut:
            let seconds = configuration.connectTimeout / .seconds(1)
            throw .failed("no connection within the time allowed (connectTimeout \(seconds) s over all hosts)")
        }
    }
}

/// Carries a step's value from its queue to the task that waits for it.
private final class ConnectStepResult<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}
