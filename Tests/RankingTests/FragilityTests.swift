import Testing

@testable import Ranking

@Suite("Fragility") struct FragilityTests {
    /// The order of two models without some votes, by a fit of its own.
    private func isTurned(_ counts: PairCounts, without removals: [Fragility.Removal], _ fragility: Fragility) throws
        -> Bool
    {
        var left = counts
        for removal in removals {
            left.add(a: removal.first, b: removal.second, outcome: removal.outcome, count: -removal.count)
        }
        let fit = try BradleyTerry.fit(left)
        return fit.strengths[fragility.upper] < fit.strengths[fragility.lower]
    }

    @Test("who is first falls to whoever needs the fewest votes, not to the second alone")
    func first() throws {
        // The second has many battles, the third few and nearly as high a rating.
        let counts = PairCounts(
            modelCount: 4,
            [(0, 3, 100_600, 100_000, 0), (1, 3, 100_400, 100_000, 0), (2, 3, 11, 11, 0)]
        )
        let analysis = try RatingAnalysis(counts: counts)
        #expect(analysis.board.rows.map(\.model) == [0, 1, 2, 3])
        let second = try #require(analysis.fragility(pairs: 0..<1).first?.votes)
        let first = try #require(analysis.fragilityOfFirst())
        #expect(first.upper == 0 && first.lower == 2 && first.votes == 1 && second > 100)
        let turns = try isTurned(counts, without: first.removals, first)
        #expect(turns)
        // Without whom is not shown: the first of the others, and neighbours past it.
        let shown = try #require(analysis.fragilityOfFirst { $0 != 0 })
        #expect(shown.upper == 1 && shown.lower == 2)
        #expect(analysis.fragility { $0 != 1 }.map(\.upper) == [0, 2])
    }

    @Test("the hold of the first is the least of those of all challengers", arguments: 1...8)
    func leastOfAll(seed: UInt64) throws {
        let counts = PairCounts(modelCount: 7, battles: Battle.random(300, models: 7, seed: seed))
        let analysis = try RatingAnalysis(counts: counts)
        var done = 0
        let first = try #require(analysis.fragilityOfFirst(progress: { tried, _ in done = tried }))
        let second = try #require(analysis.fragility(pairs: 0..<1).first)
        #expect(done > 0 && first.upper == analysis.board.rows[0].model)
        #expect((first.votes ?? .max) <= (second.votes ?? .max))
        // Nobody passes the first when fewer than so many of the votes for it are gone, taken in any of these ways.
        let turns = try isTurned(counts, without: first.removals, first)
        #expect(turns)
    }

    @Test("the votes it names do turn the order", arguments: 1...6)
    func confirmed(seed: UInt64) throws {
        // Without both-bad outcomes, so that a draw is a tie.
        let battles = Battle.random(500, models: 7, seed: seed).filter { $0.outcome != .bothBad }
        let counts = PairCounts(modelCount: 7, battles: battles)
        let all = try RatingAnalysis(counts: counts).fragility()
        #expect(all.count == 6)
        for fragility in all {
            let votes = try #require(fragility.votes)
            #expect(votes == fragility.removals.reduce(0) { $0 + $1.count } && votes > 0)
            #expect(fragility.gap.before > 0 && (fragility.gap.after ?? 1) < 0)
            let turns = try isTurned(counts, without: fragility.removals, fragility)
            #expect(turns)
            // One vote less, the last that was taken, does not do.
            var fewer = fragility.removals
            let popped = fewer.popLast()
            let last = try #require(popped)
            if last.count > 1 {
                fewer.append(
                    Fragility.Removal(
                        first: last.first,
                        second: last.second,
                        outcome: last.outcome,
                        count: last.count - 1
                    )
                )
            }
            let stillTurns = try isTurned(counts, without: fewer, fragility)
            #expect(!stillTurns)
        }
    }

    @Test("where pairs are balanced, the votes left weigh what they weigh without those removed")
    func confirmedBalanced() throws {
        let counts = PairCounts(modelCount: 3, [(0, 1, 44, 13, 0), (1, 2, 20, 7, 0), (0, 2, 4, 12, 0)])
        var options = RatingOptions()
        options.weighting = .balanced
        let first = try #require(try RatingAnalysis(counts: counts, options: options).fragility().first)
        #expect(first.upper == 0 && first.lower == 1 && first.votes == 22)
        for (count, leader) in [(Int64(21), 0), (22, 1)] {
            let left = PairCounts(modelCount: 3, [(0, 1, 44 - count, 13, 0), (1, 2, 20, 7, 0), (0, 2, 4, 12, 0)])
            #expect(try RatingAnalysis(counts: left, options: options).board.rows.first?.model == leader)
        }
    }

    @Test("it finds the smallest number where all removals can be tried", arguments: 1...8)
    func smallest(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var counts = PairCounts(modelCount: 3)
        for (a, b) in [(0, 1), (1, 2), (0, 2)] {
            for outcome in [Outcome.modelA, .modelB, .tie] {
                counts.add(a: a, b: b, outcome: outcome, count: Int64.random(in: 3...6, using: &generator))
            }
        }
        let analysis = try RatingAnalysis(counts: counts)
        let kinds = counts.cells.flatMap { cell in
            [(cell, Outcome.modelA, cell.firstWins), (cell, .modelB, cell.secondWins), (cell, .tie, cell.ties)]
        }
        for fragility in analysis.fragility() {
            let found = try #require(fragility.votes)
            // All ways to take `votes` votes.
            func canTurn(_ votes: Int64, from kind: Int, _ taken: [Fragility.Removal]) throws -> Bool {
                if votes == 0 { return try isTurned(counts, without: taken, fragility) }
                guard kind < kinds.count else { return false }
                let (cell, outcome, most) = kinds[kind]
                for count in 0...min(votes, most) {
                    let removal = Fragility.Removal(
                        first: cell.first,
                        second: cell.second,
                        outcome: outcome,
                        count: count
                    )
                    if try canTurn(votes - count, from: kind + 1, taken + [removal]) { return true }
                }
                return false
            }
            let turns = try canTurn(found, from: 0, [])
            #expect(turns)
            guard found > 1, found < 5 else { continue }
            let fewerTurn = try canTurn(found - 1, from: 0, [])
            #expect(!fewerTurn)
        }
    }

    @Test("it finds the smallest number on boards with few votes too", arguments: 1...40)
    func sparse(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var counts = PairCounts(modelCount: 4)
        for (a, b) in [(0, 1), (1, 2), (2, 3), (0, 3), (0, 2)] {
            for outcome in [Outcome.modelA, .modelB, .tie] {
                counts.add(a: a, b: b, outcome: outcome, count: Int64.random(in: 0...4, using: &generator))
            }
        }
        let analysis = try RatingAnalysis(counts: counts)
        guard analysis.board.rows.count == 4 else { return }
        let kinds = counts.cells.flatMap { cell in
            [(cell, Outcome.modelA, cell.firstWins), (cell, .modelB, cell.secondWins), (cell, .tie, cell.ties)]
        }
        for fragility in analysis.fragility() {
            func turns(_ removals: [Fragility.Removal]) -> Bool {
                var left = counts
                for removal in removals {
                    left.add(a: removal.first, b: removal.second, outcome: removal.outcome, count: -removal.count)
                }
                guard let rows = try? RatingAnalysis(counts: left).board.rows, rows.count == 4,
                    let upper = rows.first(where: { $0.model == fragility.upper }),
                    let lower = rows.first(where: { $0.model == fragility.lower })
                else { return false }
                return lower.strength > upper.strength + 1e-9
            }
            func canTurn(_ votes: Int64, from kind: Int, _ taken: [Fragility.Removal]) -> Bool {
                if votes == 0 { return turns(taken) }
                guard kind < kinds.count else { return false }
                let (cell, outcome, most) = kinds[kind]
                return (0...min(votes, most)).contains { count in
                    let removal = Fragility.Removal(
                        first: cell.first,
                        second: cell.second,
                        outcome: outcome,
                        count: count
                    )
                    return canTurn(votes - count, from: kind + 1, taken + [removal])
                }
            }
            let smallest = (1...4).first { canTurn(Int64($0), from: 0, []) }
            if let votes = fragility.votes {
                #expect(turns(fragility.removals), "\(fragility)")
                #expect(votes > 4 || smallest == Int(votes), "\(String(describing: smallest)): \(fragility)")
            } else {
                #expect(smallest == nil, "\(String(describing: smallest)): \(fragility)")
            }
        }
    }

    @Test("few votes are found where the most influential ones leave somebody unrated")
    func smallSets() throws {
        let counts = PairCounts(
            modelCount: 4,
            [(0, 3, 1, 0, 1), (1, 3, 1, 1, 0), (1, 2, 0, 3, 1), (0, 2, 0, 1, 0), (0, 1, 1, 0, 0)]
        )
        let all = try RatingAnalysis(counts: counts).fragility()
        let first = try #require(all.first { $0.upper == 2 && $0.lower == 0 })
        #expect(first.votes == 2)
    }

    @Test("votes without influence are not counted on", arguments: [Weighting.equal, .balanced])
    func tree(weighting: Weighting) throws {
        let counts = PairCounts(
            modelCount: 5,
            [(0, 1, 27, 3, 0), (0, 2, 180, 3, 0), (0, 3, 120, 2, 0), (3, 4, 600, 10, 0)]
        )
        var options = RatingOptions()
        options.weighting = weighting
        let analysis = try RatingAnalysis(counts: counts, options: options)
        let all = analysis.fragility()
        #expect(all.count == 4)
        for fragility in all where fragility.votes != nil { #expect((fragility.gap.after ?? 1) < 0) }
    }

    @Test("what leaves no maximum, or a tie, does not turn the order")
    func limits() throws {
        var options = RatingOptions()
        options.weighting = .balanced
        let separating = PairCounts(modelCount: 2, [(0, 1, 54, 1, 0)])
        #expect(try RatingAnalysis(counts: separating, options: options).fragility().first?.votes == nil)
        // Without 23 of the wins it is one to one.
        let tying = PairCounts(modelCount: 2, [(0, 1, 24, 1, 1)])
        let fragility = try #require(RatingAnalysis(counts: tying, options: options).fragility().first)
        #expect(fragility.votes == 24 && (fragility.gap.after ?? 0) < -1)
    }

    @Test("with a tie parameter the votes named turn the order too", arguments: [PairModel.davidson, .raoKupper])
    func tieModels(model: PairModel) throws {
        var options = RatingOptions()
        options.model = model
        let battles = Battle.random(500, models: 6, seed: 9).filter { $0.outcome != .bothBad }
        let counts = PairCounts(modelCount: 6, battles: battles)
        for fragility in try RatingAnalysis(counts: counts, options: options).fragility() {
            var left = counts
            for removal in fragility.removals {
                left.add(a: removal.first, b: removal.second, outcome: removal.outcome, count: -removal.count)
            }
            let rows = try RatingAnalysis(counts: left, options: options).board.rows
            let upper = try #require(rows.firstIndex { $0.model == fragility.upper })
            let lower = try #require(rows.firstIndex { $0.model == fragility.lower })
            #expect(fragility.votes != nil && lower < upper)
        }
    }
}
