internal import Synchronization

/// Lets the cancellation of a request find its place in the queue, whichever of the two comes first.
final class PoolTicket: Sendable {
    private enum State {
        case new, issued(UInt64), cancelled
    }

    private let state = Mutex(State.new)

    /// Notes the request's place; false if it was cancelled before.
    func issue(_ id: UInt64) -> Bool {
        state.withLock { state in
            guard case .new = state else { return false }
            state = .issued(id)
            return true
        }
    }

    /// Notes the cancellation; gives the request's place if it has one.
    func cancel() -> UInt64? {
        state.withLock { state in
            defer { state = .cancelled }
            if case .issued(let id) = state { return id }
            return nil
        }
    }
}
