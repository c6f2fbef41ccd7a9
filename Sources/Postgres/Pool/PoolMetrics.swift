internal import CoreMetrics
internal import Metrics

/// What a pool reports about itself.
struct PoolMetrics: Sendable {
    private let leased: Gauge
    private let idle: Gauge
    private let connecting: Gauge
    private let waiting: Gauge
    private let wait: Timer
    private let timeouts: Counter
    private let opened: Counter
    private let failed: Counter

    init(pool: String) {
        func dimensions(_ state: String) -> [(String, String)] { [("pool", pool), ("state", state)] }
        leased = Gauge(label: "postgres_pool_connections", dimensions: dimensions("in_use"))
        idle = Gauge(label: "postgres_pool_connections", dimensions: dimensions("idle"))
        connecting = Gauge(label: "postgres_pool_connections", dimensions: dimensions("connecting"))
        waiting = Gauge(label: "postgres_pool_waiting", dimensions: [("pool", pool)])
        wait = Timer(label: "postgres_pool_wait_seconds", dimensions: [("pool", pool)])
        timeouts = Counter(label: "postgres_pool_timeouts_total", dimensions: [("pool", pool)])
        opened = Counter(label: "postgres_pool_connects_total", dimensions: [("pool", pool), ("result", "ok")])
        failed = Counter(label: "postgres_pool_connects_total", dimensions: [("pool", pool), ("result", "failed")])
    }

    /// A connection was made.
    func connected() { opened.increment() }

    /// An attempt to connect failed.
    func connectFailed() { failed.increment() }

    /// A request ended in a time-out or was refused.
    func refused() { timeouts.increment() }

    /// A task that found no idle connection waited this long.
    func waited(_ duration: Duration) { wait.record(duration: duration) }

    func record(_ counts: PoolCounts) {
        leased.record(counts.leased)
        idle.record(counts.idle)
        connecting.record(counts.connecting)
        waiting.record(counts.waiting)
    }
}
