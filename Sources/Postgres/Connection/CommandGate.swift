/// Lets one command at a time onto a connection, first come first served, and only its own while a transaction is open.
///
/// Actors are re-entrant, so that the connection's isolation alone would let commands interleave. Touched on the
/// connection's loop alone.
struct CommandGate {
    private struct Waiter {
        let id: UInt64
        let scope: CommandScope?
        let continuation: CheckedContinuation<Bool, Never>
    }

    private(set) var isHeld = false
    private(set) var transaction: CommandScope?
    private var waiters: [Waiter] = []
    private var nextID: UInt64 = 0

    private func admits(_ scope: CommandScope?) -> Bool { !isHeld && (transaction == nil || transaction === scope) }

    /// Takes the gate if that is possible at once.
    mutating func enter(_ scope: CommandScope?) -> Bool {
        guard admits(scope) else { return false }
        isHeld = true
        return true
    }

    mutating func makeWaiterID() -> UInt64 {
        nextID += 1
        return nextID
    }

    /// Queues a task, which is resumed with true once it holds the gate.
    mutating func wait(_ id: UInt64, scope: CommandScope?, _ continuation: CheckedContinuation<Bool, Never>) {
        waiters.append(Waiter(id: id, scope: scope, continuation: continuation))
    }

    /// Removes a task from the queue, which is resumed with false.
    mutating func cancel(_ id: UInt64) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).continuation.resume(returning: false)
    }

    /// Gives the gate to the first task that may have it.
    mutating func leave() {
        isHeld = false
        guard let index = waiters.firstIndex(where: { admits($0.scope) }) else { return }
        isHeld = true
        waiters.remove(at: index).continuation.resume(returning: true)
    }

    /// Reserves the gate for one transaction's commands; call it while holding the gate.
    mutating func beginTransaction(_ scope: CommandScope) { transaction = scope }

    /// Opens the gate to all again.
    mutating func endTransaction() {
        transaction?.end()
        transaction = nil
        if !isHeld { leave() }
    }
}
