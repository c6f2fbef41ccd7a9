/// The rules of a connection pool as a value: what to do next for each event, without doing any of it.
///
/// Connections and waiters are opaque here, time is passed in, and chance too, so that each rule can be tested without
/// a server. ``PostgresPool`` carries out the actions.
struct PoolStateMachine<Connection: Sendable, Waiter: Sendable>: Sendable {
    typealias Instant = ContinuousClock.Instant
    typealias Lease = PoolLease<Connection>

    /// What is to be done after an event.
    enum Action: Sendable {
        case connect
        case close(Connection)
        case grant(Waiter, Lease)
        case refuse(Waiter, PostgresError)
        case drained
    }

    private struct Idle {
        let connection: Connection
        let born: Instant
        let since: Instant
    }

    private struct Queued {
        let id: UInt64
        let waiter: Waiter
        let deadline: Instant
    }

    let limits: PoolLimits
    private var idle: [Idle] = []
    private var queue: [Queued] = []
    private var leased = 0
    private var connecting = 0
    private var nextID: UInt64 = 0
    private var failures = 0
    private var retryAt: Instant?
    private(set) var lastConnectError: PostgresError?
    private(set) var isClosing = false

    init(limits: PoolLimits) { self.limits = limits }

    var counts: PoolCounts {
        var counts = PoolCounts()
        counts.leased = leased
        counts.idle = idle.count
        counts.connecting = connecting
        counts.waiting = queue.count
        return counts
    }

    // MARK: Leases

    /// Hands out an idle connection if there is one: the one used last, so that those not needed grow old and go.
    mutating func leaseIdle(now: Instant) -> Lease? {
        guard !isClosing, queue.isEmpty else { return nil }
        return takeIdle(now: now)
    }

    private mutating func takeIdle(now: Instant) -> Lease? {
        guard let last = idle.popLast() else { return nil }
        leased += 1
        let mustCheck = last.since.duration(to: now) > limits.checkAfter
        return Lease(connection: last.connection, born: last.born, mustCheck: mustCheck)
    }

    /// Queues a request, after ``leaseIdle(now:)`` had nothing.
    mutating func wait(_ waiter: Waiter, now: Instant) -> Result<(id: UInt64, actions: [Action]), PostgresError> {
        guard !isClosing else { return .failure(Self.closed) }
        guard queue.count < limits.waiters else {
            return .failure(
                PostgresError(
                    code: .poolTimeout,
                    message: "\(queue.count) tasks, the limit, wait for one of \(limits.size) connections already",
                    underlying: lastConnectError
                )
            )
        }
        nextID += 1
        queue.append(Queued(id: nextID, waiter: waiter, deadline: now + limits.waitTimeout))
        return .success((nextID, serve(now: now)))
    }

    /// Takes a request back.
    mutating func cancel(_ id: UInt64) -> Waiter? {
        guard let index = queue.firstIndex(where: { $0.id == id }) else { return nil }
        return queue.remove(at: index).waiter
    }

    /// Takes a connection back.
    mutating func release(_ lease: Lease, isUsable: Bool, now: Instant) -> [Action] {
        leased -= 1
        guard isUsable, !isClosing, lease.born.duration(to: now) < limits.maximumLifetime else {
            return [.close(lease.connection)] + serve(now: now)
        }
        idle.append(Idle(connection: lease.connection, born: lease.born, since: now))
        return serve(now: now)
    }

    // MARK: Connecting

    /// A connection was made.
    mutating func connected(_ connection: Connection, now: Instant) -> [Action] {
        connecting -= 1
        failures = 0
        retryAt = nil
        lastConnectError = nil
        guard !isClosing else { return [.close(connection)] + serve(now: now) }
        idle.append(Idle(connection: connection, born: now, since: now))
        return serve(now: now)
    }

    /// A connection could not be made.
    ///
    /// - Parameters:
    ///   - isPermanent: Whether trying again is of no use, so that those who wait need not wait any longer.
    ///   - jitter: From 0 to 1; spreads the next attempts of many clients that lost one server together.
    mutating func connectFailed(_ error: PostgresError, isPermanent: Bool, jitter: Double, now: Instant) -> [Action] {
        connecting -= 1
        lastConnectError = error
        let backoff = min(limits.backoffLimit, limits.backoffBase * (1 << min(failures, 16)))
        failures += 1
        retryAt = now + backoff * (0.5 + jitter / 2)
        var actions: [Action] = []
        if isPermanent {
            actions = queue.map { .refuse($0.waiter, error) }
            queue = []
        }
        return actions + serve(now: now)
    }

    // MARK: Time

    /// The next moment at which ``tick(now:)`` has something to do.
    var nextDeadline: Instant? {
        var next = queue.first?.deadline
        func consider(_ deadline: Instant?) {
            guard let deadline else { return }
            next = next.map { min($0, deadline) } ?? deadline
        }
        if wantsConnection, connecting == 0 { consider(retryAt) }
        for (index, entry) in idle.enumerated() {
            consider(entry.born + limits.maximumLifetime)
            // Only the oldest can be surplus, and only above the minimum.
            if index == 0, total > limits.minimumIdle { consider(entry.since + limits.idleTimeout) }
        }
        return next
    }

    /// Refuses those who waited too long, ends what grew too old, and tries again to connect.
    mutating func tick(now: Instant) -> [Action] {
        var actions: [Action] = []
        while let first = queue.first, first.deadline <= now {
            queue.removeFirst()
            actions.append(.refuse(first.waiter, timeout))
        }
        var kept: [Idle] = []
        var surplus = total - limits.minimumIdle
        for entry in idle {
            let isOld = entry.born + limits.maximumLifetime <= now
            let isSurplus = surplus > 0 && entry.since + limits.idleTimeout <= now
            if isOld || isSurplus {
                surplus -= 1
                actions.append(.close(entry.connection))
            } else {
                kept.append(entry)
            }
        }
        idle = kept
        return actions + serve(now: now)
    }

    // MARK: Closing

    /// Refuses all who wait and all who come; connections are closed as they come back.
    mutating func close() -> [Action] {
        guard !isClosing else { return [] }
        isClosing = true
        var actions: [Action] = queue.map { .refuse($0.waiter, Self.closed) }
        actions += idle.map { .close($0.connection) }
        queue = []
        idle = []
        if leased == 0, connecting == 0 { actions.append(.drained) }
        return actions
    }

    // MARK: Rules

    private var total: Int { idle.count + leased + connecting }

    private var wantsConnection: Bool {
        !isClosing && total < limits.size && (queue.count > connecting + idle.count || total < limits.minimumIdle)
    }

    /// Gives idle connections to those who wait, and starts to connect where that falls short.
    private mutating func serve(now: Instant) -> [Action] {
        if isClosing { return leased == 0 && connecting == 0 ? [.drained] : [] }
        var actions: [Action] = []
        while !queue.isEmpty, let lease = takeIdle(now: now) {
            actions.append(.grant(queue.removeFirst().waiter, lease))
        }
        while wantsConnection {
            if let retryAt {
                // After a failure one attempt at a time, and none before its time.
                guard now >= retryAt, connecting == 0 else { break }
                connecting += 1
                actions.append(.connect)
                break
            }
            connecting += 1
            actions.append(.connect)
        }
        return actions
    }

    private var timeout: PostgresError {
        let seconds = limits.waitTimeout / .seconds(1)
        guard let lastConnectError else {
            return PostgresError(
                code: .poolTimeout,
                message: "none of \(limits.size) connections came free within \(seconds) s"
            )
        }
        return PostgresError(
            code: .connectionFailed,
            message: "no connection to the server could be made within \(seconds) s",
            server: lastConnectError.server,
            underlying: lastConnectError
        )
    }

    static var closed: PostgresError {
        PostgresError(code: .poolClosed, message: "the connection pool is shut down, or is shutting down")
    }
}
