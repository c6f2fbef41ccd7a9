public import Logging
public import ServiceLifecycle
internal import Synchronization

/// A bounded set of connections that tasks borrow one at a time.
///
/// ``run()`` makes the connections, so that it must be running, as a service does, for any to be had. Tasks that find
/// none wait in order, up to a limit of time and of number. A connection that breaks is replaced; while the server is
/// away, attempts to connect come at growing intervals.
public final class PostgresPool: Service {
    typealias Machine = PoolStateMachine<PostgresConnection, Waiter>
    typealias Lease = PoolLease<PostgresConnection>
    typealias Waiter = CheckedContinuation<Lease, any Error>

    private struct State {
        var machine: Machine
        var leased: [ObjectIdentifier: PostgresConnection] = [:]
        var timer: ContinuousClock.Instant?
        var isRunning = false
    }

    private let configuration: PostgresPoolConfiguration
    private let logger: Logger
    private let metrics: PoolMetrics
    private let timers = SocketLoop.next()
    private let state: Mutex<State>
    private let connects: AsyncStream<Void>
    private let connectRequests: AsyncStream<Void>.Continuation

    /// Makes a pool, which connects once ``run()`` is running.
    public init(configuration: PostgresPoolConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        metrics = PoolMetrics(pool: configuration.name)
        state = Mutex(State(machine: Machine(limits: configuration.limits)))
        (connects, connectRequests) = AsyncStream.makeStream(of: Void.self)
    }

    // MARK: Use

    /// Lends a connection to the body.
    ///
    /// A connection that comes back broken, busy, listening or inside a transaction is closed and not lent again.
    ///
    /// - Throws: What the body throws, or ``PostgresError``: `poolTimeout` if none came free in time,
    ///   `connectionFailed` with the last failure if the server could not be reached, `poolClosed`, `cancelled`.
    @discardableResult
    public func withConnection<Value>(_ body: (PostgresConnection) async throws -> Value) async throws -> Value {
        let lease = try await lease()
        defer { release(lease) }
        return try await body(lease.connection)
    }

    /// Lends a connection with a transaction open; see ``PostgresConnection/withTransaction(isolation:readOnly:_:)``.
    ///
    /// - Throws: ``PostgresTransactionError``, or ``PostgresError`` if there was no connection to be had.
    @discardableResult
    public func withTransaction<Value>(
        isolation: PostgresIsolationLevel? = nil,
        readOnly: Bool = false,
        _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        try await withConnection { connection in
            try await connection.withTransaction(isolation: isolation, readOnly: readOnly, body)
        }
    }

    /// Runs one statement on some connection; see ``PostgresConnection/query(_:)``.
    ///
    /// - Throws: ``PostgresError``.
    @discardableResult
    public func query(_ query: PostgresQuery) async throws -> PostgresResult {
        try await withConnection { try await $0.query(query) }
    }

    /// Runs several statements on some connection; see ``PostgresConnection/pipeline(_:)``.
    ///
    /// - Throws: ``PostgresError``.
    public func pipeline(_ queries: [PostgresQuery]) async throws -> [PostgresResult] {
        try await withConnection { try await $0.pipeline(queries) }
    }

    /// How many connections and tasks are in which state at this moment.
    public var counts: PoolCounts { state.withLock { $0.machine.counts } }

    // MARK: Service

    /// Makes connections when they are needed, until graceful shutdown or cancellation.
    ///
    /// Graceful shutdown refuses new requests, waits for the connections that are in use up to the configuration's
    /// `drainTimeout`, closes what is left and returns.
    ///
    /// - Throws: ``PostgresError`` with code `protocolMisuse` if it has been called before.
    public func run() async throws {
        let isFirst = state.withLock { state in
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard isFirst else {
            throw PostgresError(code: .protocolMisuse, message: "a pool runs once; make another one")
        }
        apply { $0.tick(now: .now) }
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withDiscardingTaskGroup { group in
                    for await _ in connects { group.addTask { await self.connect() } }
                    group.cancelAll()
                }
            } onGracefulShutdown: {
                self.drain()
            }
        } onCancel: {
            self.drain()
        }
        closeAll()
    }

    private func drain() {
        logger.debug("the connection pool drains", metadata: ["in_use": "\(counts.leased)"])
        apply { $0.close() }
        timers.schedule(after: configuration.drainTimeout) { [weak self] in self?.connectRequests.finish() }
    }

    private func closeAll() {
        apply { $0.close() }
        let leased = state.withLock { Array($0.leased.values) }
        guard !leased.isEmpty else { return }
        logger.warning(
            "connections in use are closed since the pool shuts down",
            metadata: ["connections": "\(leased.count)"]
        )
        for connection in leased { connection.closeSoon() }
    }

    private func connect() async {
        do {
            let connection = try await PostgresConnection.connect(
                configuration: configuration.connection,
                logger: logger
            )
            metrics.connected()
            apply { $0.connected(connection, now: .now) }
        } catch {
            metrics.connectFailed()
            let failure =
                error as? PostgresError
                ?? PostgresError(code: .connectionFailed, message: "\(type(of: error))", underlying: error)
            logger.warning("a connection could not be made", metadata: ["error": "\(failure)"])
            let isPermanent = [.unsafeDurability, .unsupportedServer, .invalidConfiguration].contains(failure.code)
            let jitter = Double.random(in: 0...1)
            apply { $0.connectFailed(failure, isPermanent: isPermanent, jitter: jitter, now: .now) }
        }
    }

    // MARK: Leases

    private func lease() async throws -> Lease {
        while true {
            if Task.isCancelled { throw Self.cancelled }
            let lease = try await next()
            if await isAlive(lease) { return lease }
            release(lease)
        }
    }

    private func next() async throws -> Lease {
        let ready = state.withLock { state in
            let lease = state.machine.leaseIdle(now: .now)
            if let lease {
                state.leased[ObjectIdentifier(lease.connection)] = lease.connection
                metrics.record(state.machine.counts)
            }
            return lease
        }
        if let ready { return ready }
        let start = ContinuousClock.now
        let ticket = PoolTicket()
        defer { metrics.waited(start.duration(to: .now)) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                apply { machine in
                    switch machine.wait(waiter, now: .now) {
                    case .failure(let error): return [.refuse(waiter, error)]
                    case .success(let (id, actions)):
                        // Cancelled before it queued: the handler ran too early to find it.
                        if !ticket.issue(id), machine.cancel(id) != nil { return [.refuse(waiter, Self.cancelled)] }
                        return actions
                    }
                }
            }
        } onCancel: {
            guard let id = ticket.cancel() else { return }
            apply { machine in machine.cancel(id).map { [.refuse($0, Self.cancelled)] } ?? [] }
        }
    }

    private func isAlive(_ lease: Lease) async -> Bool {
        guard !lease.connection.isBroken else { return false }
        guard lease.mustCheck else { return true }
        do {
            try await lease.connection.ping()
            return true
        } catch {
            logger.debug("an idle connection is gone", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func release(_ lease: Lease) {
        let connection = lease.connection
        let isClean = !connection.isInTransaction && !connection.isBusy && !connection.isListening
        if !isClean, !connection.isBroken {
            logger.warning(
                "a connection came back in use and is closed",
                metadata: [
                    "in_transaction": "\(connection.isInTransaction)", "busy": "\(connection.isBusy)",
                    "listening": "\(connection.isListening)",
                ]
            )
        }
        let isUsable = isClean && !connection.isBroken
        apply(returning: connection) { $0.release(lease, isUsable: isUsable, now: .now) }
    }

    // MARK: Actions

    /// Lets the machine decide under the lock, and does what it says outside of it.
    private func apply(returning connection: PostgresConnection? = nil, _ event: (inout Machine) -> [Machine.Action]) {
        let (actions, timer) = state.withLock { state in
            if let connection { state.leased[ObjectIdentifier(connection)] = nil }
            let actions = event(&state.machine)
            for case .grant(_, let lease) in actions {
                state.leased[ObjectIdentifier(lease.connection)] = lease.connection
            }
            metrics.record(state.machine.counts)
            guard let next = state.machine.nextDeadline, state.timer.map({ next < $0 }) ?? true else {
                return (actions, ContinuousClock.Instant?.none)
            }
            state.timer = next
            return (actions, next)
        }
        if let timer { timers.schedule(at: timer) { [weak self] in self?.tick(timer) } }
        for action in actions {
            switch action {
            case .connect: connectRequests.yield()
            case .close(let connection): connection.closeSoon()
            case .grant(let waiter, let lease): waiter.resume(returning: lease)
            case .refuse(let waiter, let error):
                if error.code != .cancelled { metrics.refused() }
                waiter.resume(throwing: error)
            case .drained: connectRequests.finish()
            }
        }
    }

    private func tick(_ timer: ContinuousClock.Instant) {
        state.withLock { if $0.timer == timer { $0.timer = nil } }
        apply { $0.tick(now: .now) }
    }

    private static var cancelled: PostgresError {
        PostgresError(code: .cancelled, message: "the task was cancelled while it waited for a connection")
    }
}
