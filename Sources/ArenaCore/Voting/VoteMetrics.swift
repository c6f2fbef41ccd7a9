import Metrics

/// What the batcher counts about its work.
struct VoteMetrics: Sendable {
    private let latency = Timer(label: "arena_vote_seconds")
    private let batch = Recorder(label: "arena_batch_votes", aggregate: true)
    private let commit = Timer(label: "arena_batch_commit_seconds")
    private let depth = Gauge(label: "arena_vote_queue_depth")
    private let failures = Counter(label: "arena_batch_failures_total")
    private let recorded = Counter(label: "arena_votes_total", dimensions: [("result", "recorded")])
    private let replayed = Counter(label: "arena_votes_total", dimensions: [("result", "replayed")])
    private let rejected = Counter(label: "arena_votes_total", dimensions: [("result", "rejected")])
    private let late = Counter(label: "arena_votes_total", dimensions: [("result", "timeout")])
    private let turnedAway = Counter(label: "arena_votes_total", dimensions: [("result", "refused")])

    /// So many votes wait.
    func queued(_ count: Int) { depth.record(count) }

    /// A vote was not taken in.
    func refused() { turnedAway.increment() }

    /// A batch was committed.
    func committed(_ votes: Int, in duration: Duration) {
        batch.record(votes)
        commit.record(duration: duration)
    }

    /// A batch was not confirmed and is tried again.
    func failed() { failures.increment() }

    /// A vote was answered.
    func answered(_ result: Result<AppendResult, ArenaError>, after duration: Duration) {
        latency.record(duration: duration)
        switch result {
        case .success(.appended): recorded.increment()
        case .success(.present): replayed.increment()
        case .success(.dangling): rejected.increment()
        case .failure(let error): (error.code == .timeout ? late : rejected).increment()
        }
    }
}
