import ArenaCore
import Foundation
import Metrics
import PrometheusText

/// The metrics of a server: what each of them says, and those that are looked up when somebody asks.
enum ArenaMetrics {
    /// Starts counting; once a process.
    static func start() -> PrometheusRegistry {
        let registry = PrometheusRegistry(help: help)
        MetricsSystem.bootstrap(registry)
        return registry
    }

    /// Has the state of the ledger written with the rest.
    static func watch(_ publisher: SnapshotPublisher, in registry: PrometheusRegistry) {
        let entries = Gauge(label: "arena_ledger_lag_entries")
        let seconds = Gauge(label: "arena_ledger_lag_seconds")
        let silence = Gauge(label: "arena_ledger_silence_seconds")
        let age = Gauge(label: "arena_snapshot_age_seconds")
        let position = Gauge(label: "arena_snapshot_log_position")
        registry.beforeText {
            guard let lag = publisher.lag(), let board = publisher.current?.leaderboard else { return }
            entries.record(lag.entries)
            seconds.record(lag.duration / .seconds(1))
            silence.record(lag.silence / .seconds(1))
            age.record(max(0, -board.fittedAt.timeIntervalSinceNow))
            position.record(board.logPosition)
        }
    }

    private static let help = [
        "arena_batch_commit_seconds": "Time from sending a batch of votes to its commit.",
        "arena_batch_failures_total": "Batches that were not confirmed and were sent again.",
        "arena_batch_votes": "Votes in a committed batch.",
        "arena_fit_seconds": "Time to make a board: exact, or live between exact ones.",
        "arena_ledger_entries_total": "Log entries folded by this process.",
        "arena_ledger_lag_entries": "Log entries that are known of and not on the board yet.",
        "arena_ledger_lag_seconds": "How long the board has been behind the log.",
        "arena_ledger_silence_seconds": "Time since the database last said how far the log has come.",
        "arena_snapshot_age_seconds": "Time since the published board was fitted.",
        "arena_snapshot_log_position": "Log entries in the published board.",
        "arena_vote_queue_depth": "Votes that wait for the next batch.",
        "arena_vote_seconds": "Time from a vote's arrival to its answer.",
        "arena_votes_total": "Votes by what became of them.",
        "http_request_seconds": "Time from a request's head to its answer, by route.",
        "http_requests_total": "Requests by method, route and status.",
        "postgres_pool_connections": "Database connections by pool and state.",
        "postgres_pool_connects_total": "Attempts to connect to the database.",
        "postgres_pool_timeouts_total": "Requests for a connection that got none in time.",
        "postgres_pool_wait_seconds": "Time that was waited for a connection.",
        "postgres_pool_waiting": "Tasks that wait for a connection.",
    ]
}
