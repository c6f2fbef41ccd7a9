import Testing

@testable import Ranking

@Suite("Several pinned models") struct AnchorsTests {
    private static func options(_ anchors: [(Int, Double)], _ model: PairModel = .bradleyTerry) -> RatingOptions {
        var options = RatingOptions()
        options.model = model
        options.anchors = anchors.map { RatingOptions.Anchor(model: $0.0, rating: $0.1) }
        return options
    }

    private static let counts = PairCounts(
        modelCount: 4,
        [(0, 1, 12, 8, 3), (0, 2, 9, 9, 1), (1, 3, 7, 10, 2), (2, 3, 11, 4, 0), (0, 3, 6, 5, 5)]
    )

    /// The log-likelihood of strengths, written out.
    private static func likelihood(_ strengths: [Double]) -> Double {
        counts.cells.reduce(0) { sum, cell in
            let u = strengths[cell.first] - strengths[cell.second]
            let half = Double(cell.draws) / 2
            return sum - (Double(cell.firstWins) + half) * Elementary.softplus(-u)
                - (Double(cell.secondWins) + half) * Elementary.softplus(u)
        }
    }

    @Test("the others are the maximum given the pinned ones")
    func bruteForce() throws {
        let analysis = try RatingAnalysis(counts: Self.counts, options: Self.options([(1, 1100), (2, 950)]))
        var best = [0, 100 / RatingScale.pointsPerStrength, -50 / RatingScale.pointsPerStrength, 0]
        var step = 1.0
        while step > 1e-8 {
            var moved = false
            for model in [0, 3] {
                for sign in [-step, step] {
                    var next = best
                    next[model] += sign
                    if Self.likelihood(next) > Self.likelihood(best) { (best, moved) = (next, true) }
                }
            }
            if !moved { step /= 2 }
        }
        for row in analysis.board.rows {
            #expect(isClose(row.rating, RatingScale.rating(ofStrength: best[row.model]), absolute: 1e-3))
        }
        let pinned = analysis.board.rows.filter { [1, 2].contains($0.model) }
        #expect(pinned.map(\.rating) == [1100, 950])
        #expect(
            pinned.allSatisfy { $0.standardError == 0 && $0.ratingLower == $0.rating && $0.ratingUpper == $0.rating }
        )
        #expect(analysis.board.rows.filter { ![1, 2].contains($0.model) }.allSatisfy { $0.standardError > 10 })
        #expect(analysis.differenceError(1, 2) == 0 && analysis.probability(of: 1, above: 2) == 1)
    }

    @Test("pinned where they would be anyway, nobody moves", arguments: PairModel.allCases)
    func atTheMaximum(model: PairModel) throws {
        let free = try RatingAnalysis(counts: Self.counts, options: Self.options([], model))
        let rows = Dictionary(uniqueKeysWithValues: free.board.rows.map { ($0.model, $0) })
        let anchors = try [0, 2].map { ($0, try #require(rows[$0]).rating) }
        let pinned = try RatingAnalysis(counts: Self.counts, options: Self.options(anchors, model))
        for row in pinned.board.rows {
            let other = try #require(rows[row.model])
            #expect(isClose(row.rating, other.rating, absolute: 1e-6))
        }
        // With a bootstrap they stay, and the others spread about as the sandwich says.
        var options = Self.options(anchors, model)
        options.intervals = .bootstrap(rounds: 600, seed: 4)
        let resampled = try RatingAnalysis(counts: Self.counts, options: options)
        for (one, other) in zip(resampled.board.rows, pinned.board.rows) {
            #expect(one.model == other.model && isClose(one.standardError, other.standardError, relative: 0.2))
        }
    }

    @Test("errors suppose the pinned ratings, and bounds hold the truth")
    func coverage() throws {
        var generator = SeededGenerator(seed: 5)
        let truth = [-0.8, -0.3, 0.1, 0.4, 0.9]
        var (held, all) = (0, 0)
        for _ in 0..<400 {
            var counts = PairCounts(modelCount: truth.count)
            for a in truth.indices {
                for b in truth.indices where a < b {
                    for _ in 0..<40 {
                        let isWon =
                            Double.random(in: 0..<1, using: &generator) < Elementary.logistic(truth[a] - truth[b])
                        counts.add(a: a, b: b, outcome: isWon ? .modelA : .modelB)
                    }
                }
            }
            let anchors = [0, 3].map { ($0, RatingScale.rating(ofStrength: truth[$0])) }
            for row in try RatingAnalysis(counts: counts, options: Self.options(anchors)).board.rows
            where ![0, 3].contains(row.model) {
                let rating = RatingScale.rating(ofStrength: truth[row.model])
                if row.ratingLower <= rating && rating <= row.ratingUpper { held += 1 }
                all += 1
            }
        }
        let share = Double(held) / Double(all)
        #expect(share > 0.93 && share < 0.97, "\(share)")
    }

    @Test("a single one is the anchor, as ever; a repeated or unrated one is refused")
    func edges() throws {
        var options = RatingOptions()
        options.anchor = RatingOptions.Anchor(model: 1, rating: 1200)
        #expect(options == Self.options([(1, 1200)]) && options.anchor?.rating == 1200)
        options.anchor = nil
        #expect(options == RatingOptions() && Self.options([(1, 1), (2, 2)]).anchor == nil)
        #expect(throws: RatingAnalysis.Failure.anchorRepeated(model: 1)) {
            try RatingAnalysis(counts: Self.counts, options: Self.options([(1, 1), (1, 2)]))
        }
        #expect(throws: RatingAnalysis.Failure.anchorNotRated(model: 9)) {
            try RatingAnalysis(counts: Self.counts, options: Self.options([(1, 1), (9, 2)]))
        }
    }
}
