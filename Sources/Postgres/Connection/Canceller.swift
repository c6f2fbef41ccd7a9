internal import Dispatch
internal import Synchronization

/// Asks the server to cancel the command that a connection is running, and never a later one.
///
/// A request that reaches the server before the command does is lost, so that it is repeated until the command ends;
/// and the command does not count as ended while a request is on its way, so that none can hit the next command.
final class Canceller: Sendable {
    private struct State {
        var token: UInt64 = 0
        var isActive = false
        var isRequested = false
        var isInFlight = false
        var isAbandoned = false
        var ending: CheckedContinuation<Void, Never>?
    }

    private let request: @Sendable () -> Void
    private let loop: SocketLoop

    /// A queue of its own gets a thread even while all of the cooperative pool's are at work.
    private let queue = DispatchQueue(label: "postgres.cancel")
    private let state = Mutex(State())
    private let abandon: @Sendable () -> Void

    /// How long a command may go on after the first request before its connection is given up.
    static let patience: Duration = .seconds(10)

    /// Takes what sends a request, blocking until it has been passed on, and what gives the connection up, on the loop,
    /// when the server does not end a command despite requests.
    init(
        loop: SocketLoop,
        request: @escaping @Sendable () -> Void,
        abandon: @escaping @Sendable () -> Void
    ) {
        self.request = request
        self.loop = loop
        self.abandon = abandon
    }

    /// Notes that a command begins.
    func begin() -> UInt64 {
        state.withLock { state in
            state.token += 1
            state.isActive = true
            state.isRequested = false
            return state.token
        }
    }

    /// Requests that the command be cancelled, if it is still the one running.
    func cancel(_ token: UInt64) {
        let isFirst = state.withLock { state in
            guard state.isActive, state.token == token, !state.isRequested else { return false }
            state.isRequested = true
            state.isInFlight = true
            return true
        }
        guard isFirst else { return }
        // PQcancel opens a connection and blocks until the server closes it.
        queue.async { self.send(token, pause: .milliseconds(50)) }
        loop.schedule(after: Self.patience) {
            let ending: CheckedContinuation<Void, Never>?? = self.state.withLock { state in
                guard state.isActive, state.token == token else { return nil }
                state.isAbandoned = true
                defer { state.ending = nil }
                return .some(state.ending)
            }
            guard let ending else { return }
            self.abandon()
            ending?.resume()
        }
    }

    /// Notes that the command has ended, waiting for a request on its way; says whether there was one.
    func end(_ token: UInt64) async -> Bool {
        let (mustWait, wasRequested) = state.withLock { state in
            let mustWait = state.isInFlight && !state.isAbandoned
            if !mustWait { state.isActive = false }
            return (mustWait, state.isRequested)
        }
        guard mustWait else { return wasRequested }
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                guard state.isInFlight, !state.isAbandoned else { return true }
                state.ending = continuation
                return false
            }
            if isDone { continuation.resume() }
        }
        state.withLock { $0.isActive = false }
        return true
    }

    private func send(_ token: UInt64, pause: Duration) {
        request()
        let ending = state.withLock { state in
            state.isInFlight = false
            defer { state.ending = nil }
            return state.ending
        }
        if let ending { return ending.resume() }
        loop.schedule(after: pause) {
            let isRunning = self.state.withLock { state in
                guard state.isActive, state.token == token, !state.isAbandoned, state.ending == nil else {
                    return false
                }
                state.isInFlight = true
                return true
            }
            if isRunning { self.queue.async { self.send(token, pause: min(pause * 2, .seconds(1))) } }
        }
    }
}
