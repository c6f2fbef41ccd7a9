import PostgresTestSupport

/// The leaderboard beside the same bytes from nginx, in turn.
struct ReadBench {
    let seconds: Int
    let rounds: Int

    func run(on cluster: TestCluster) async throws -> [Figure] {
        let database = try await BenchDatabase.make(on: cluster, models: 200)
        try await database.load(100_000, seed: 1)
        let instance = try await Instance.start(database)
        guard let board = try await instance.get("/api/v1/leaderboard") else { throw BenchFailure("no leaderboard") }
        let nginx = try await Nginx.start(board, port: try FreePort.find())
        let url = instance.url("/api/v1/leaderboard")
        let tags = (ours: try await Tool.tag(of: url), theirs: try await Tool.tag(of: nginx.url))
        var rates: [[Double]] = []
        for round in 0...rounds {
            let whole = try await Wrk.get(url, seconds: seconds)
            let file = try await Wrk.get(nginx.url, seconds: seconds)
            let unchanged = try await Wrk.get(url, header: "If-None-Match: \(tags.ours)", seconds: seconds)
            let unchangedFile = try await Wrk.get(nginx.url, header: "If-None-Match: \(tags.theirs)", seconds: seconds)
            Tool.say("  \(whole.perSecond.grouped) boards, \(file.perSecond.grouped) files a second")
            // The first round is a warm-up.
            if round > 0 { rates.append([whole, file, unchanged, unchangedFile].map(\.perSecond)) }
        }
        try await nginx.stop()
        try await instance.stop()
        let medians = (0..<4).map { place in rates.map { $0[place] }.median ?? 0 }
        return [
            Figure(
                what: "leaderboard of 200 models (\(Double(board.count).grouped) bytes), requests a second",
                measured: medians[0].grouped
            ),
            Figure(what: "nginx, the same bytes from a file", measured: medians[1].grouped),
            Figure(
                what: "leaderboard to nginx",
                measured: "\((medians[0] / medians[1]).digits(2)) ×",
                asked: "0.8 ×",
                holds: medians[0] >= 0.8 * medians[1]
            ),
            Figure(
                what: "304 of the leaderboard, requests a second",
                measured: "\(medians[2].grouped) (nginx: \(medians[3].grouped))",
                asked: "faster than with a body",
                holds: medians[2] > medians[0]
            ),
        ]
    }
}
