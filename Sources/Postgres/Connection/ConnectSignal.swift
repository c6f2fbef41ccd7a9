internal import Synchronization

/// Lets one task wait for a step of connecting, for the deadline or for its own cancellation, whichever comes first.
final class ConnectSignal: Sendable {
    enum Event {
        case ready, timedOut, cancelled
    }

    private struct State {
        var end: Event?
        var generation = 0
        var waiter: CheckedContinuation<Event, Never>?
    }

    private let state = Mutex(State())

    /// Ends the running wait and all later ones.
    func fire(_ event: Event) {
        let waiter = state.withLock { state in
            state.end = state.end ?? event
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: event)
    }

    /// Starts a step and waits until it calls back, or until ``fire(_:)``.
    func wait(_ start: (@escaping @Sendable () -> Void) -> Void) async -> Event {
        await withCheckedContinuation { continuation in
            let generation: Int? = state.withLock { state in
                guard state.end == nil else { return nil }
                state.generation += 1
                state.waiter = continuation
                return state.generation
            }
            guard let generation else {
                let end = state.withLock { $0.end }
                return continuation.resume(returning: end ?? .cancelled)
            }
            start { self.finish(generation) }
        }
    }

    private func finish(_ generation: Int) {
        let waiter: CheckedContinuation<Event, Never>? = state.withLock { state in
            guard state.generation == generation else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: .ready)
    }
}

/// Watches a socket for one readiness event on a loop.
///
/// `@unchecked Sendable`: its state is touched on the loop's thread alone.
final class SocketWatch: SocketHandler, @unchecked Sendable {
    private let socket: Int32
    private let loop: SocketLoop
    private var registration: UInt64 = 0
    private var ready: (@Sendable () -> Void)?

    init(socket: Int32, loop: SocketLoop) {
        self.socket = socket
        self.loop = loop
    }

    func start(write: Bool, _ ready: @escaping @Sendable () -> Void) {
        loop.execute { [self] in
            self.ready = ready
            registration = loop.register(socket, handler: self, read: !write, write: write)
        }
    }

    /// Returns once the loop has forgotten the socket, which may be closed then.
    func stop() async {
        await withCheckedContinuation { continuation in
            loop.execute { [self] in
                forget()
                ready = nil
                continuation.resume()
            }
        }
    }

    func socketReady(readable: Bool, writable: Bool) {
        forget()
        ready?()
        ready = nil
    }

    private func forget() {
        guard registration != 0 else { return }
        loop.unregister(registration, socket: socket)
        registration = 0
    }
}
