import Foundation
import Postgres
import PostgresTestSupport
import Ranking

/// `arena rank` from the file to the table beside its peers: whole processes, in turn, medians.
struct RankBench {
    let battles: Int
    let rounds: Int
    /// Where the peers' scripts are.
    let scripts: URL

    private static let models = 400
    private static let features = ["length", "headers", "lists", "bold"].map { "\($0)_difference" }

    /// One job, ours and each peer's way of doing it.
    private struct Job {
        let what: String
        let arguments: [String]
        var peers: [(name: String, peer: String, file: URL)] = []
        var asked: (seconds: Double, megabytes: Double?)
    }

    func run(on cluster: TestCluster) async throws -> [Figure] {
        let peers = try await Peers.install(from: scripts)
        let folder = Tool.scratch
        func file(_ name: String, _ battles: CounterBattles) throws -> URL {
            let file = folder.appending(path: name)
            Tool.say("writing \(name)…")
            try battles.write(to: file)
            return file
        }
        let million = min(battles, 1_000_000)
        let csv = try file("battles.csv", CounterBattles(models: Self.models, count: battles))
        let json = try file("battles.jsonl", CounterBattles(models: Self.models, count: battles))
        let fewer = try file("fewer.csv", CounterBattles(models: 200, count: million))
        let styled = try file(
            "styled.csv",
            CounterBattles(models: Self.models, count: battles, features: Self.features)
        )
        let fewStyled = try file(
            "few-styled.csv",
            CounterBattles(models: 200, count: million, features: Self.features)
        )
        let size = Double(battles).grouped
        let some = Double(million).grouped
        let jobs = [
            Job(
                what: "\(size) battles, \(Self.models) models, CSV → ratings and sandwich intervals",
                arguments: [csv.path],
                peers: [
                    ("arena-rank", "arena_rank", csv), ("evalica, no intervals", "evalica", csv),
                    ("choix, no ties, no intervals", "choix", csv),
                ],
                asked: (0.5, 250)
            ),
            Job(
                what: "the same as JSON lines",
                arguments: [json.path],
                peers: [("pandas.read_json alone", "read_json", json)],
                asked: (1.2, nil)
            ),
            Job(
                what: "1,000 bootstrap rounds, \(some) battles, 200 models",
                arguments: [fewer.path, "--intervals", "bootstrap", "--rounds", "1000"],
                peers: [("arena-rank, 10 rounds", "arena_rank_bootstrap", fewer)],
                asked: (6, nil)
            ),
            Job(
                what: "style control, \(size) battles × 4 features, \(Self.models) models",
                arguments: [styled.path, "--style-control=\(Self.features.joined(separator: ","))"],
                peers: [("arena-rank, \(some) battles, 200 models", "arena_rank_style", fewStyled)],
                asked: (1.5, nil)
            ),
        ]
        var figures: [Figure] = []
        for job in jobs { figures += try measure(job, peers) }
        figures += try fits()
        figures.append(try await slices(on: cluster))
        return figures
    }

    private func measure(_ job: Job, _ peers: Peers) throws -> [Figure] {
        Tool.say("\(job.what)…")
        let arena = Tool.products.appending(path: "arena").path
        var ours: [Usage] = []
        var others: [[Usage]] = job.peers.map { _ in [] }
        for _ in 0..<rounds {
            ours.append(try Usage.of(arena, ["rank"] + job.arguments))
            for (place, peer) in job.peers.enumerated() {
                others[place].append(try peers.rank(peer.peer, peer.file))
            }
        }
        let median = Usage.median(ours)
        let memory = job.asked.megabytes.map { ", \($0.digits(0)) MB" } ?? ""
        let holds = median.seconds < job.asked.seconds && job.asked.megabytes.map { median.megabytes < $0 } ?? true
        return [
            Figure(
                what: job.what,
                measured: median.text,
                asked: "\(job.asked.seconds) s\(memory)",
                holds: holds
            )
        ]
            + zip(job.peers, others).map { peer, runs in
                Figure(what: "— \(peer.name)", measured: Usage.median(runs).text)
            }
    }

    /// From counts, as the server has them, to a board.
    private func fits() throws -> [Figure] {
        let asked: [(models: Int, limit: Double)] = [(400, 0.05), (1_000, 0.6), (2_000, 3)]
        var figures = asked.map { models, limit in
            var counts = PairCounts(modelCount: models)
            for battle in SyntheticBattles.Draws(models: models, seed: 3).prefix(models * models * 2) {
                counts.add(a: battle.a, b: battle.b, outcome: battle.outcome)
            }
            let seconds = time { Board.bradleyTerry(counts: counts) }
            return Figure(
                what: "from counts to a board with intervals, \(Double(models).grouped) models",
                measured: "\((seconds * 1_000).digits(0)) ms",
                asked: "\((limit * 1_000).digits(0)) ms",
                holds: seconds < limit
            )
        }
        let careers = Self.careers(models: 3_600, pairs: 110_000)
        let seconds = time { Board.bradleyTerry(counts: careers) }
        figures.append(
            Figure(
                what: "the same, 3,600 players who met in 110,000 pairs, with careers of some years of fifty",
                measured: "\((seconds * 1_000).digits(0)) ms",
                asked: "1,000 ms",
                holds: seconds < 1
            )
        )
        let standings = Self.standings(models: 3_600, pairs: 110_000)
        let longer = time { Board.bradleyTerry(counts: standings) }
        figures.append(
            Figure(
                what: "— all at the same time, each with pairs over a third of the field",
                measured: "\((longer * 1_000).digits(0)) ms"
            )
        )
        return figures
    }

    private func time(_ work: () -> Board) -> Double {
        (0..<rounds).map { _ in
            let start = ContinuousClock.now
            let board = work()
            precondition(!board.rows.isEmpty, "these counts give a board")
            return start.duration(to: .now) / .seconds(1)
        }.median ?? 0
    }

    /// Players of a tour, as in tennis: each is there for some years, and the better ones meet more of the others.
    private static func careers(models: Int, pairs: Int) -> PairCounts {
        var generator = SplitMix(state: 12)
        let players = (0..<models).map { _ in
            let (start, length, luck) = (generator.unit() * 50, generator.unit(), generator.unit())
            return (start: start, end: start + 1 + 14 * length * length, strength: 2 * length + 2 * luck)
        }
        var counts = PairCounts(modelCount: models)
        var met: Set<Int> = []
        while met.count < pairs {
            let (a, b) = (Int(generator.unit() * Double(models)), Int(generator.unit() * Double(models)))
            let (one, other) = (players[a], players[b])
            guard a != b, one.start < other.end, other.start < one.end,
                generator.unit() < exp(one.strength + other.strength - 8)
            else { continue }
            met.insert(min(a, b) * models + max(a, b))
            let isWon = generator.unit() < 1 / (1 + exp(other.strength - one.strength))
            counts.add(a: a, b: b, outcome: isWon ? .modelA : .modelB)
        }
        return counts
    }

    /// Players who all play at the same time: each meets others of about its own standing, the better ones more of them.
    private static func standings(models: Int, pairs: Int) -> PairCounts {
        var counts = PairCounts(modelCount: models)
        var generator = SplitMix(state: 11)
        var met: Set<Int> = []
        while met.count < pairs {
            let a = Int(pow(generator.unit(), 2) * Double(models))
            let spread = Int(generator.unit() * generator.unit() * Double(models) / 3) + 1
            let b = generator.unit() < 0.5 ? a - spread : a + spread
            guard b >= 0, b < models, met.insert(min(a, b) * models + max(a, b)).inserted else { continue }
            for _ in 0..<(1 + Int(generator.unit() * 3)) {
                let favourite = generator.unit() < 1 / (1 + exp(Double(a - b) / Double(models) * 4))
                counts.add(a: a, b: b, outcome: favourite ? .modelA : .modelB)
            }
        }
        return counts
    }

    private struct SplitMix {
        var state: UInt64

        mutating func unit() -> Double {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
        }
    }

    /// The log's battles, parted into thirty slices, with a board for each.
    private func slices(on cluster: TestCluster) async throws -> Figure {
        Tool.say("slices of the database's log…")
        let database = try await BenchDatabase.make(on: cluster, models: Self.models)
        try await database.load(battles, seed: 30)
        try await database.execute(
            """
            UPDATE battle SET
                language = (ARRAY['en','zh','ru','de','ja','ko','es','fr','pt','it'])[1 + (seq % 10)],
                tags = (SELECT array_agg('category_' || n) FROM generate_series(1, 19) n WHERE (seq * n * 7919) % 5 = 0)
                    || ARRAY['any']
            """
        )
        try await database.execute("VACUUM ANALYZE battle")
        let arena = Tool.products.appending(path: "arena").path
        let arguments = [
            "rank", "--database-url", database.connectionString, "--by", "category", "--by", "language",
            "--format", "json",
        ]
        let median = Usage.median(try (0..<min(3, rounds)).map { _ in try Usage.of(arena, arguments) })
        return Figure(
            what: "the database's \(Double(battles).grouped) battles → 31 boards of slices with intervals",
            measured: median.text,
            asked: "10 s",
            holds: median.seconds < 10
        )
    }
}
