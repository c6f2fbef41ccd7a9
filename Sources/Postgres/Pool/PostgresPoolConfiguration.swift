/// How many connections a pool keeps and how long it waits for what.
public struct PostgresPoolConfiguration: Sendable {
    /// How each connection is made.
    public var connection: PostgresConfiguration

    /// The most connections that are open at once.
    public var size = 8

    /// How many connections are kept open even if nobody uses them.
    public var minimumConnections = 0

    /// How long a task waits for a connection before it gets an error.
    public var waitTimeout: Duration = .seconds(10)

    /// How many tasks may wait; one more gets an error at once.
    public var maximumWaiters = 1_000

    /// A connection idle for longer than this shows a sign of life before it is handed out.
    public var checkAfterIdle: Duration = .seconds(30)

    /// A connection beyond the minimum that has been idle for this long is closed.
    public var idleTimeout: Duration = .seconds(300)

    /// A connection older than this is closed when it comes back.
    public var maximumLifetime: Duration = .seconds(3_600)

    /// The pause after a first failure to connect; it doubles with each further one.
    public var backoffBase: Duration = .milliseconds(100)

    /// The longest pause between attempts to connect.
    public var backoffLimit: Duration = .seconds(10)

    /// How long shutting down waits for connections that are in use before it closes them.
    public var drainTimeout: Duration = .seconds(15)

    /// The pool's name in metrics.
    public var name = "main"

    /// Uses the defaults of the other properties.
    public init(connection: PostgresConfiguration) { self.connection = connection }

    var limits: PoolLimits {
        var limits = PoolLimits()
        limits.size = max(1, size)
        limits.minimumIdle = max(0, min(minimumConnections, size))
        limits.waiters = max(0, maximumWaiters)
        limits.waitTimeout = waitTimeout
        limits.checkAfter = checkAfterIdle
        limits.idleTimeout = idleTimeout
        limits.maximumLifetime = maximumLifetime
        limits.backoffBase = backoffBase
        limits.backoffLimit = backoffLimit
        return limits
    }
}
