import ArgumentParser
import Foundation
import PostgresTestSupport

/// Measures an arena against its peers and its limits, and says what it saw.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure votes, boards, updates, restarts, growth and offline ranking on this machine.",
        discussion: """
            Everything runs in one go on one Postgres that is started for it, peers and ours in turn; figures are medians. \
            Prints a table in Markdown. A figure that falls short is reported, not hidden; only what cannot be run fails.
            """
    )

    @Option(help: "One part only: \(BenchPart.allCases.map(\.rawValue).joined(separator: ", ")).")
    var only: String?
    @Option(help: "The most battles in the log.") var battles = 5_000_000
    @Option(help: "How long each load lasts, in seconds.") var seconds = 10
    @Option(help: "How often peers and ours take turns.") var rounds = 5
    @Option(help: "Where the scripts that run the peers of `arena rank` are.") var peers = "Tests/Bench/Peers"
    @Option(help: "Where to draw the cost curve.") var plot: String?

    func validate() throws {
        if let only, BenchPart(rawValue: only) == nil { throw ValidationError("There is no part \(only).") }
        guard battles >= 10_000, seconds > 0, rounds > 0 else {
            throw ValidationError("At least 10,000 battles, 1 s, 1 round.")
        }
    }

    func run() async throws {
        defer { try? FileManager.default.removeItem(at: Tool.scratch) }
        let cluster = try await TestCluster.start()
        var figures: [Figure] = []
        for part in only.flatMap(BenchPart.init).map({ [$0] }) ?? BenchPart.allCases {
            Tool.say("\(part.rawValue)…")
            switch part {
            case .votes: figures += try await VoteBench(seconds: seconds, rounds: rounds).run(on: cluster)
            case .reads: figures += try await ReadBench(seconds: seconds, rounds: rounds).run(on: cluster)
            case .updates: figures += try UpdateBench().run()
            case .ranking:
                let bench = RankBench(battles: battles, rounds: rounds, scripts: URL(filePath: peers))
                figures += try await bench.run(on: cluster)
            case .growth:
                let growth = GrowthBench(battles: battles, seconds: seconds, rounds: rounds)
                let (more, curve) = try await growth.run(on: cluster)
                figures += more
                if let plot { try Data(CostPlot(curve).svg.utf8).write(to: URL(filePath: plot)) }
            }
        }
        try await cluster.stop()
        print(Figure.table(figures))
    }
}
