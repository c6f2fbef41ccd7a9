import Ranking
import Testing

@Suite("Pair counts")
struct PairCountsTests {
    private typealias Cell = PairCounts.Cell

    @Test("a battle counts for the pair whichever side was shown as A")
    func sides() {
        var counts = PairCounts(modelCount: 3)
        counts.add(a: 0, b: 2, outcome: .modelA)
        counts.add(a: 2, b: 0, outcome: .modelA)
        counts.add(a: 2, b: 0, outcome: .modelB, count: 4)
        counts.add(a: 2, b: 1, outcome: .tie)
        counts.add(a: 1, b: 2, outcome: .bothBad)
        #expect(
            counts.cells == [
                Cell(first: 0, second: 2, firstWins: 5, secondWins: 1),
                Cell(first: 1, second: 2, ties: 1, bothBad: 1),
            ]
        )
        #expect(counts.total == 8)
        #expect(counts.tallies() == [Tally(wins: 5, losses: 1), Tally(ties: 1, bothBad: 1), counts.tally(of: 2)])
        #expect(counts.tally(of: 2) == Tally(wins: 1, losses: 5, ties: 1, bothBad: 1))
        #expect(counts.tally(of: 2).battles == 8)
    }

    @Test("swapping the sides of every battle changes nothing")
    func sideSwap() {
        let battles = Battle.random(2_000, models: 12, seed: 1)
        let counts = PairCounts(modelCount: 12, battles: battles)
        #expect(counts == PairCounts(modelCount: 12, battles: battles.map(\.sidesSwapped)))
        #expect(counts == PairCounts(modelCount: 12, battles: battles.reversed()))
    }

    @Test("cells come in order and add up, over thousands of models")
    func manyModels() {
        let battles = Battle.random(30_000, models: 3_000, seed: 2)
        let counts = PairCounts(modelCount: 3_000, battles: battles)
        let expected = Dictionary(grouping: battles) { [min($0.a, $0.b), max($0.a, $0.b)] }.mapValues { battles in
            battles.reduce(into: Cell(first: min(battles[0].a, battles[0].b), second: max(battles[0].a, battles[0].b)))
            {
                switch $1.a < $1.b ? $1.outcome : $1.outcome.swapped {
                case .modelA: $0.firstWins += 1
                case .modelB: $0.secondWins += 1
                case .tie: $0.ties += 1
                case .bothBad: $0.bothBad += 1
                }
            }
        }
        #expect(counts.cells == expected.values.sorted { ($0.first, $0.second) < ($1.first, $1.second) })
        #expect(counts.total == 30_000)
    }

    @Test("what is added and taken back was never there")
    func takingBack() {
        let kept = Battle.random(500, models: 9, seed: 3)
        let withdrawn = Battle.random(400, models: 9, seed: 4)
        var counts = PairCounts(modelCount: 9, battles: withdrawn + kept)
        for battle in withdrawn { counts.add(a: battle.a, b: battle.b, outcome: battle.outcome, count: -1) }
        #expect(counts == PairCounts(modelCount: 9, battles: kept))
        #expect(!counts.hasNegativeCounts)

        counts = PairCounts(modelCount: 2)
        counts.add(a: 0, b: 1, outcome: .tie)
        counts.add(a: 1, b: 0, outcome: .tie, count: -1)
        #expect(counts == PairCounts(modelCount: 2))
        #expect(counts.cells.isEmpty)
        counts.add(a: 0, b: 1, outcome: .modelA, count: -1)
        #expect(counts.hasNegativeCounts)
    }

    @Test("parts merge to the whole, the number of models included")
    func merging() {
        let battles = Battle.random(3_000, models: 20, seed: 5)
        var merged = PairCounts(modelCount: 0)
        for part in 0..<4 {
            let share = battles.enumerated().filter { $0.offset % 4 == part }.map(\.element)
            merged.merge(PairCounts(modelCount: 20, battles: share))
        }
        #expect(merged == PairCounts(modelCount: 20, battles: battles))
        #expect(merged != PairCounts(modelCount: 21, battles: battles))
        merged.ensure(modelCount: 21)
        merged.ensure(modelCount: 4)
        #expect(merged == PairCounts(modelCount: 21, battles: battles))
    }

    @Test("relabelling moves every battle to the new names")
    func relabelling() {
        let battles = Battle.random(800, models: 10, seed: 6)
        var generator = SeededGenerator(seed: 7)
        let newIndex = Array(0..<10).shuffled(using: &generator)
        let moved = battles.map { Battle(a: newIndex[$0.a], b: newIndex[$0.b], outcome: $0.outcome) }
        let counts = PairCounts(modelCount: 10, battles: battles)
        #expect(counts.relabelled(by: newIndex) == PairCounts(modelCount: 10, battles: moved))
        #expect(counts.relabelled(by: Array(0..<10)) == counts)
    }

    @Test("a checkpoint's cells rebuild the counts in any order")
    func checkpoint() throws {
        let counts = PairCounts(modelCount: 15, battles: Battle.random(1_000, models: 15, seed: 8))
        #expect(try PairCounts(modelCount: 15, cells: counts.cells) == counts)
        #expect(try PairCounts(modelCount: 15, cells: counts.cells.reversed()) == counts)
        #expect(try PairCounts(modelCount: 0, cells: []) == PairCounts(modelCount: 0))
    }

    @Test("cells that no counts could have are refused by name")
    func checkpointErrors() {
        func error(_ modelCount: Int, _ cells: [Cell]) -> PairCounts.CheckpointError? {
            #expect(throws: PairCounts.CheckpointError.self) {
                try PairCounts(modelCount: modelCount, cells: cells)
            }
        }
        let good = Cell(first: 0, second: 1, firstWins: 1)
        let far = Cell(first: 0, second: 3, ties: 1)
        let below = Cell(first: -1, second: 1, ties: 1)
        let backwards = Cell(first: 2, second: 1, ties: 1)
        let own = Cell(first: 1, second: 1, ties: 1)
        let negative = Cell(first: 1, second: 2, firstWins: 3, ties: -1)
        let huge = Cell(first: 1, second: 2, firstWins: .max, ties: .max)
        let large = Cell(first: 1, second: 2, firstWins: .max)
        #expect(error(3, [good, far]) == .indexOutOfRange(far, modelCount: 3))
        #expect(error(3, [below]) == .indexOutOfRange(below, modelCount: 3))
        #expect(error(3, [backwards]) == .notInOrder(backwards))
        #expect(error(3, [own]) == .notInOrder(own))
        #expect(error(3, [negative]) == .negativeCount(negative))
        #expect(error(3, [good, good]) == .duplicatePair(good))
        #expect(error(3, [huge]) == .tooManyBattles(huge))
        #expect(error(3, [good, large]) == .tooManyBattles(large))
        #expect(error(-1, []) == .modelCount(-1))
        #expect(error(3, [far])?.description.contains("(0, 3)") == true)
    }

    @Test("cells in another order of the models are those of the relabelled counts", arguments: 1...10)
    func cellOrder(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var counts = PairCounts(modelCount: 13, battles: Battle.random(150, models: 13, seed: seed))
        let newIndex = Array(0..<13).shuffled(using: &generator)
        let order = CellOrder(counts, newIndex: newIndex)
        #expect(order.cells(of: counts) == counts.relabelled(by: newIndex).cells)
        // It goes on holding while no new pair is met, also when a pair goes back to zero.
        guard let cell = counts.cells.first else { return }
        counts.add(a: cell.second, b: cell.first, outcome: .bothBad, count: 3)
        #expect(order.covers(counts) && order.cells(of: counts) == counts.relabelled(by: newIndex).cells)
        let counted = PairCounts.Cell(first: 0, second: 1)
        counts.add(a: cell.first, b: cell.second, outcome: .modelA, count: -cell.firstWins)
        counts.add(a: cell.first, b: cell.second, outcome: .modelB, count: -cell.secondWins)
        counts.add(a: cell.first, b: cell.second, outcome: .tie, count: -cell.ties)
        counts.add(a: cell.first, b: cell.second, outcome: .bothBad, count: -cell.bothBad - 3)
        #expect(order.cells(of: counts) == counts.relabelled(by: newIndex).cells)
        #expect(!order.cells(of: counts).contains(counted))
        var more = PairCounts(modelCount: 13)
        more.merge(counts)
        more.ensure(modelCount: 14)
        more.add(a: 0, b: 13, outcome: .tie)
        #expect(!order.covers(more) || order.cells(of: counts).count == more.cells.count)
    }
}
