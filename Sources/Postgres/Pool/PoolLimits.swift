/// What a pool's state machine is bound by; ``PostgresPoolConfiguration`` says what each means.
struct PoolLimits: Sendable {
    var size = 8
    var minimumIdle = 0
    var waiters = 1_000
    var waitTimeout = Duration.seconds(10)
    var checkAfter = Duration.seconds(30)
    var idleTimeout = Duration.seconds(300)
    var maximumLifetime = Duration.seconds(3_600)
    var backoffBase = Duration.milliseconds(100)
    var backoffLimit = Duration.seconds(10)
}

/// A connection on its way to a user, to be given back to the pool's state machine.
struct PoolLease<Connection: Sendable>: Sendable {
    let connection: Connection

    /// When the connection was made.
    let born: ContinuousClock.Instant

    /// Whether it was idle for so long that it has to show a sign of life first.
    let mustCheck: Bool
}
