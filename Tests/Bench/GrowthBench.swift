import Postgres
import PostgresTestSupport

/// What votes and boards cost as the log grows; and at its full length, how soon a vote is seen and how soon a server is up.
struct GrowthBench {
    /// What was measured at one length of the log.
    struct Point {
        let battles: Int
        /// Median time from sending a vote to its confirmation, in milliseconds.
        let vote: Double
        /// Mean time in which a batch commits, in milliseconds.
        let commit: Double
        /// Mean time in which a board is made, in milliseconds.
        let fit: Double

        /// The medians of several measurements at one length.
        static func median(_ points: [Point]) -> Point? {
            guard let size = points.first?.battles, let vote = points.map(\.vote).median,
                let commit = points.map(\.commit).median, let fit = points.map(\.fit).median
            else { return nil }
            return Point(battles: size, vote: vote, commit: commit, fit: fit)
        }
    }

    let battles: Int
    let seconds: Int
    let rounds: Int

    private static let models = 400

    func run(on cluster: TestCluster) async throws -> ([Figure], [Point]) {
        var databases: [(size: Int, database: BenchDatabase)] = []
        for size in Set([10_000, 1_000_000, battles]).sorted() where size <= battles {
            let database = try await BenchDatabase.make(on: cluster, models: Self.models)
            try await database.load(size, seed: UInt64(size))
            databases.append((size, database))
        }
        // Sizes in turn, so that a slow moment of the machine is nobody's in particular.
        var costs: [[Point]] = databases.map { _ in [] }
        for _ in 0..<rounds {
            for (place, (size, database)) in databases.enumerated() {
                costs[place].append(try await cost(of: database, at: size))
            }
        }
        let points = costs.compactMap(Point.median)
        guard let database = databases.last?.database else { return ([], []) }
        var figures = points.map { point in
            Figure(
                what:
                    "at \(Double(point.battles).grouped) battles: a vote, a batch's commit, a board of \(Self.models) models",
                measured: "\(point.vote.digits(2)) ms, \(point.commit.digits(2)) ms, \(point.fit.digits(1)) ms"
            )
        }
        figures.append(try await freshness(of: database))
        figures += try await restarts(of: database)
        return (figures, points)
    }

    private func cost(of database: BenchDatabase, at size: Int) async throws -> Point {
        let instance = try await Instance.start(database)
        let tickets = try await Tickets(database)
        _ = try await PacedVoters.vote(try tickets.make(1_000), at: 1_000, ports: [instance.port])
        let before = try await Sums(instance)
        let votes = try await PacedVoters.vote(try tickets.make(1_000 * seconds), at: 1_000, ports: [instance.port])
        let after = try await Sums(instance)
        try await instance.stop()
        return Point(
            battles: size,
            vote: votes.map(\.latency.milliseconds).median ?? 0,
            commit: 1_000 * (after.commitSeconds - before.commitSeconds) / max(1, after.commits - before.commits),
            fit: 1_000 * (after.fitSeconds - before.fitSeconds) / max(1, after.fits - before.fits)
        )
    }

    /// What the metrics have added up.
    private struct Sums {
        let commitSeconds: Double
        let commits: Double
        let fitSeconds: Double
        let fits: Double

        init(_ instance: Instance) async throws {
            commitSeconds = try await instance.metric("arena_batch_commit_seconds_sum")
            commits = try await instance.metric("arena_batch_commit_seconds_count")
            fitSeconds = try await instance.metric("arena_fit_seconds_sum")
            fits = try await instance.metric("arena_fit_seconds_count")
        }
    }

    private func freshness(of database: BenchDatabase) async throws -> Figure {
        let instances = [try await Instance.start(database), try await Instance.start(database)]
        let tickets = try await Tickets(database)
        let ports = instances.map(\.port)
        // Most votes come from a load generator that costs little; one in fifty is looked after.
        let rate = 5_000.0
        let others = try ports.map { _ in try tickets.make(Int(rate) * seconds) }
        let watched = try tickets.make(Int(rate / 50) * seconds)
        let watches = ports.map { _ in BoardWatch() }
        var votes: [PacedVoters.Confirmed] = []
        var reached = 0.0
        try await withThrowingTaskGroup(of: Double.self) { group in
            let watchers = zip(ports, watches).map { port, watch in Task { try await watch.run(port: port) } }
            for (instance, tickets) in zip(instances, others) {
                let url = instance.url("")
                group.addTask { [seconds] in
                    // A little more, since those who wait for their answers are slower where these are.
                    try await Wrk.vote(url, tickets, seconds: seconds + 1, rate: 1.1 * rate / 2).perSecond
                }
            }
            try await Task.sleep(for: .milliseconds(500))
            votes = try await PacedVoters.vote(watched, at: rate / 50, ports: ports)
            reached = try await group.reduce(rate / 50, +)
            // What was voted last is seen a moment later.
            try await Task.sleep(for: .seconds(3))
            for watcher in watchers { watcher.cancel() }
        }
        for instance in instances { try await instance.stop() }
        var delays: [Double] = []
        for watch in watches {
            for delay in watch.delays(of: votes) {
                guard let delay else { throw BenchFailure("a vote was never on a board") }
                delays.append(delay.milliseconds)
            }
        }
        let p99 = delays.quantile(0.99) ?? 0
        return Figure(
            what: "99 % of votes are on the board of both instances within, at \(reached.grouped) votes a second",
            measured: "\(p99.digits(0)) ms (half within \((delays.median ?? 0).digits(0)) ms)",
            asked: "250 ms at 5,000",
            holds: p99 < 250 && reached >= rate
        )
    }

    private func restarts(of database: BenchDatabase) async throws -> [Figure] {
        var (restarts, folds, memory): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<min(3, rounds) {
            let again = try await Instance.start(database)
            restarts.append(again.startTime / .seconds(1))
            try await again.stop()
            try await database.execute("DELETE FROM ledger_checkpoint")
            let anew = try await Instance.start(database)
            folds.append(anew.startTime / .seconds(1))
            memory.append(Double(try anew.peakMemory()) / 1_000_000)
            try await anew.stop()
        }
        let restart = restarts.median ?? 0
        let fold = folds.median ?? 0
        let most = memory.max() ?? 0
        return [
            Figure(
                what: "restart with a checkpoint until ready",
                measured: "\(restart.digits(2)) s",
                asked: "2 s",
                holds: restart < 2
            ),
            Figure(
                what: "start with a fold from nothing until ready",
                measured: "\(fold.digits(1)) s",
                asked: "15 s",
                holds: fold < 15
            ),
            Figure(
                what: "the most memory held then",
                measured: "\(most.digits(0)) MB",
                asked: "500 MB",
                holds: most < 500
            ),
        ]
    }
}
