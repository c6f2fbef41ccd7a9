@testable import Ranking
import Testing

@Suite("Comparison graph")
struct ComparisonGraphTests {
    @Test("nobody is rankable alone, without battles or after one win")
    func tooLittle() {
        #expect(ComparisonGraph(PairCounts(modelCount: 0)).rankable.isEmpty)
        #expect(ComparisonGraph(PairCounts(modelCount: 1)).reasons == [.noBattles])
        let graph = ComparisonGraph(PairCounts(modelCount: 3, [(0, 1, 1, 0, 0)]))
        #expect(graph.rankable.isEmpty)
        #expect(graph.reasons == [.neverLost, .neverWon, .noBattles])
        #expect(graph.components == [[0], [1], [2]])
    }

    @Test("one tie, one both-bad or one win each connects a pair", arguments: [Outcome.tie, .bothBad, .modelB])
    func connectedPair(outcome: Outcome) {
        var counts = PairCounts(modelCount: 2)
        counts.add(a: 0, b: 1, outcome: outcome)
        if outcome == .modelB { counts.add(a: 0, b: 1, outcome: .modelA) }
        #expect(ComparisonGraph(counts).rankable == [0, 1])
        #expect(ComparisonGraph(counts).reasons == [nil, nil])
    }

    @Test("a line of wins leaves its middle unconnected, and a cycle connects it")
    func lineAndCycle() {
        let line: [(Int, Int, Int64, Int64, Int64)] = [(0, 1, 2, 0, 0), (1, 2, 1, 0, 0)]
        #expect(ComparisonGraph(PairCounts(modelCount: 3, line)).reasons == [.neverLost, .notConnected, .neverWon])
        #expect(ComparisonGraph(PairCounts(modelCount: 3, line + [(2, 0, 1, 0, 0)])).rankable == [0, 1, 2])
    }

    @Test("the largest component is rated: most models, then most battles, then lowest index")
    func choice() {
        let pairs = PairCounts(modelCount: 8, [(0, 1, 1, 1, 0), (2, 3, 0, 0, 2), (4, 5, 0, 0, 3), (6, 7, 2, 1, 0)])
        #expect(ComparisonGraph(pairs).rankable == [4, 5])
        #expect(ComparisonGraph(pairs).reasons[0] == .notConnected)
        let even = PairCounts(modelCount: 4, [(2, 3, 1, 1, 0), (0, 1, 0, 0, 2)])
        #expect(ComparisonGraph(even).rankable == [0, 1])
        let triangle: [(Int, Int, Int64, Int64, Int64)] = [(5, 6, 1, 0, 0), (6, 7, 1, 0, 0), (5, 7, 0, 1, 0)]
        #expect(ComparisonGraph(PairCounts(modelCount: 8, [(0, 1, 900, 900, 0)] + triangle)).rankable == [5, 6, 7])
    }

    @Test("a chain of 20,000 models needs no deep stack")
    func longChain() {
        var counts = PairCounts(modelCount: 20_000)
        for model in 1..<20_000 { counts.add(a: model - 1, b: model, outcome: .modelA) }
        #expect(ComparisonGraph(counts).rankable.isEmpty)
        counts.add(a: 19_999, b: 0, outcome: .modelA)
        #expect(ComparisonGraph(counts).rankable.count == 20_000)
    }

    @Test("components agree with the transitive closure of random graphs")
    func closure() {
        for seed in 0..<2_000 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let models = Int.random(in: 1...7, using: &generator)
            let battles = models == 1 ? 0 : Int.random(in: 0...12, using: &generator)
            let counts = PairCounts(
                modelCount: models,
                battles: battles == 0 ? [] : Battle.random(battles, models: models, seed: seed)
            )
            let reach = Self.closure(of: counts)
            let naive = (0..<models).map { a in (0..<models).filter { reach[a][$0] && reach[$0][a] } }
            let graph = ComparisonGraph(counts)
            #expect(graph.components == naive.enumerated().filter { $1.first == $0 }.map(\.element), "seed \(seed)")
            let largest = naive.lazy.map(\.count).max() ?? 0
            #expect(graph.rankable.count == (largest > 1 ? largest : 0), "seed \(seed)")
            #expect(graph.rankable.allSatisfy { naive[$0] == graph.rankable }, "seed \(seed)")
            for model in 0..<models { #expect((graph.reasons[model] == nil) == graph.rankable.contains(model)) }
        }
    }

    @Test("rows of bits tell a connected graph as its closure does", arguments: [63, 64, 65, 130])
    func reachability(models: Int) {
        var seen: Set<Bool> = []
        for seed in 0..<24 as Range<UInt64> {
            let count = models * (1 + Int(seed % 6))
            let counts = PairCounts(modelCount: models, battles: Battle.random(count, models: models, seed: seed))
            let isConnected = Self.closure(of: counts).allSatisfy { !$0.contains(false) }
            let reachability = Reachability(modelCount: models, cells: counts.cells)
            #expect(reachability.isStronglyConnected == isConnected, "seed \(seed)")
            seen.insert(isConnected)
        }
        #expect(seen.count == 2, "the graphs are of both kinds")
        #expect(!Reachability(modelCount: 20_000, cells: []).isStronglyConnected)
    }

    @Test("every reason has its label and a sentence")
    func labels() {
        let labels = ["no_battles", "never_won", "never_lost", "not_connected"]
        #expect(UnrankableReason.allCases.map(\.rawValue) == labels)
        #expect(UnrankableReason.allCases.allSatisfy { $0.explanation.hasSuffix(".") })
    }

    /// Who reaches whom through wins and ties, by Warshall's algorithm.
    private static func closure(of counts: PairCounts) -> [[Bool]] {
        let models = 0..<counts.modelCount
        var reach = models.map { a in models.map { $0 == a } }
        for cell in counts.cells {
            if cell.firstWins + cell.draws > 0 { reach[cell.first][cell.second] = true }
            if cell.secondWins + cell.draws > 0 { reach[cell.second][cell.first] = true }
        }
        for via in models {
            for a in models where reach[a][via] {
                for b in models where reach[via][b] { reach[a][b] = true }
            }
        }
        return reach
    }
}
