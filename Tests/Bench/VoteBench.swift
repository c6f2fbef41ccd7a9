import PostgresTestSupport

/// Votes over HTTP beside one-row inserts of the same rows by pgbench, in turn on one Postgres.
struct VoteBench {
    let seconds: Int
    let rounds: Int

    func run(on cluster: TestCluster) async throws -> [Figure] {
        let database = try await BenchDatabase.make(on: cluster, models: 200)
        let rival = try await BenchDatabase.make(on: cluster, models: 200)
        let instance = try await Instance.start(database)
        let tickets = try await Tickets(database)
        var ours: [Wrk.Result] = []
        var theirs: [Double] = []
        // The first round is a warm-up, and tells how much pgbench does in the time.
        var pace = 2_000.0
        for round in 0...rounds {
            let votes = try await Wrk.vote(instance.url(""), try tickets.make(seconds * 25_000), seconds: seconds)
            let inserts = try await PgBench.insert(into: rival, transactions: Int(pace) * seconds)
            pace = inserts
            Tool.say("  \(votes.perSecond.grouped) votes, \(inserts.grouped) inserts a second")
            guard round > 0 else { continue }
            ours.append(votes)
            theirs.append(inserts)
        }
        let rate = ours.map(\.perSecond).median ?? 0
        let peer = theirs.median ?? 0
        var calm: [Wrk.Result] = []
        for _ in 0..<rounds {
            let tickets = try tickets.make(Int(rate) * seconds)
            calm.append(try await Wrk.vote(instance.url(""), tickets, seconds: seconds, rate: rate / 2))
        }
        let p99 = calm.map(\.p99).median ?? 0
        let half = calm.map(\.perSecond).median ?? 0
        let bytes = try await database.bytesPerBattle()
        try await instance.stop()
        return [
            Figure(what: "durable votes a second over HTTP, 64 connections", measured: rate.grouped),
            Figure(
                what: "pgbench, one-row prepared inserts of the same row, 64 clients, a second",
                measured: peer.grouped
            ),
            Figure(
                what: "votes to pgbench's inserts",
                measured: "\((rate / peer).digits(2)) ×",
                asked: "1.3 ×",
                holds: rate >= 1.3 * peer
            ),
            Figure(
                what: "99 % of votes are confirmed within, at \(half.grouped) a second",
                measured:
                    "\(p99.digits(1)) ms (half within \((calm.map(\.median).median ?? 0).digits(1)) ms)",
                asked: "25 ms",
                holds: p99 < 25
            ),
            Figure(what: "a vote on disk, with its indexes", measured: "\(bytes) bytes"),
        ]
    }
}
