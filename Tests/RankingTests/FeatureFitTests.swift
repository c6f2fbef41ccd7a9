import Testing

@testable import Ranking

@Suite("Battles with features") struct FeatureFitTests {
    private static let models = 9

    /// Random battles with two features of which the first matters.
    private static func featured(_ seed: UInt64, _ count: Int = 2_000, coefficient: Double = 0.7) -> FeaturedBattles {
        var generator = SeededGenerator(seed: seed)
        var battles = FeaturedBattles(features: ["length", "noise"], modelCount: models)
        for _ in 0..<count {
            let a = Int.random(in: 0..<models, using: &generator)
            let b = (a + Int.random(in: 1..<models, using: &generator)) % models
            let length = Double.random(in: -1...1, using: &generator)
            let strength = Double(a - b) * 0.1 + coefficient * length
            let outcome: Outcome =
                Double.random(in: 0..<1, using: &generator) < 0.2
                ? .tie
                : Double.random(in: 0..<1, using: &generator) < Elementary.logistic(strength) ? .modelA : .modelB
            let noise = Double.random(in: 0...3, using: &generator)
            battles.add(a: a, b: b, outcome: outcome, values: [length, noise])
        }
        return battles
    }

    @Test("the features' fit solves its equations and finds what was put in")
    func features() throws {
        let battles = Self.featured(3)
        let analysis = try RatingAnalysis(battles: battles)
        let length = analysis.parameters[0]
        // Ties worth half draw coefficients towards zero: four in five battles are decided.
        let deviation = analysis.moments.deviations[0]
        #expect(isClose(length.value, 0.8 * 0.7 * deviation, absolute: 4 * length.standardError))
        #expect(length.value > 5 * length.standardError)
        #expect(abs(analysis.parameters[1].value) < 4 * analysis.parameters[1].standardError)
        // Wins equal expected wins for each model, and each feature's sums agree.
        let rows = Dictionary(uniqueKeysWithValues: analysis.board.rows.map { ($0.model, $0.strength) })
        var excess = Array(repeating: 0.0, count: Self.models)
        var slopes = [0.0, 0.0]
        for battle in 0..<battles.count {
            let (a, b) = (Int(battles.pairs[battle] >> 32), Int(battles.pairs[battle] & 0xFFFF_FFFF))
            var odds = try #require(rows[a]) - #require(rows[b])
            let values = (0..<2).map { feature in
                (Double(battles.values[battle * 2 + feature]) - analysis.moments.means[feature])
                    / analysis.moments.deviations[feature]
            }
            for feature in 0..<2 { odds += analysis.parameters[feature].value * values[feature] }
            let residual = battles.outcomes[battle].scoreOfA - Elementary.logistic(odds)
            excess[a] += residual
            excess[b] -= residual
            for feature in 0..<2 { slopes[feature] += residual * values[feature] }
        }
        #expect(excess.largest < 1e-7 && slopes.largest < 1e-7)
    }

    @Test(
        "a feature's origin and unit change nothing",
        arguments: [(1.7e9, 1.0), (0, 1e-40), (-3, 1e30), (1e-9, 1e-12), (0, 1e-170)]
    )
    func origins(origin: Double, unit: Double) throws {
        let battles = Self.featured(31, 500)
        let plain = try RatingAnalysis(battles: battles)
        var moved = FeaturedBattles(features: battles.features, modelCount: battles.modelCount)
        for battle in 0..<battles.count {
            let pair = battles.pairs[battle]
            moved.add(
                a: Int(pair >> 32),
                b: Int(pair & 0xFFFF_FFFF),
                outcome: battles.outcomes[battle],
                values: [origin + unit * battles.values[battle * 2], battles.values[battle * 2 + 1]]
            )
        }
        let analysis = try RatingAnalysis(battles: moved)
        for (one, other) in zip(plain.board.rows, analysis.board.rows) {
            #expect(one.model == other.model && isClose(one.rating, other.rating, absolute: 1e-5))
            #expect(isClose(one.standardError, other.standardError, absolute: 1e-5))
        }
        #expect(isClose(plain.parameters[0].value, analysis.parameters[0].value, absolute: 1e-6))
    }

    @Test("battles whose weights lie far apart have their errors all the same", arguments: [1e-5, 1e-6, 1e-7, 1e-8])
    func farApart(probability: Double) throws {
        var battles = FeaturedBattles(features: ["f"], modelCount: 2)
        var weights: [Double] = []
        for (a, isWonByA, weight, value) in [
            (0, false, 1 / probability, 0.0), (1, true, 1, 1), (1, false, 1, 0), (0, false, 1, 0),
            (1, false, 1 / probability, 1), (0, false, 1, 0),
        ] {
            battles.add(a: a, b: 1 - a, outcome: isWonByA ? .modelA : .modelB, values: [value])
            weights.append(weight)
        }
        let mean = weights.reduce(0, +) / Double(weights.count)
        battles.weigh(weights.map { $0 / mean })
        let analysis = try RatingAnalysis(battles: battles)
        // By 50 digits, at these weights and at their limit.
        let errors = probability == 1e-5 ? (122.834573, 1.414206492) : (122.837029, 1.414213562)
        for row in analysis.board.rows { #expect(isClose(row.standardError, errors.0, absolute: 1e-5 * errors.0)) }
        #expect(isClose(analysis.parameters[0].standardError, errors.1, absolute: 1e-5 * errors.1))
    }

    @Test("the advantage of a side is found")
    func side() throws {
        var generator = SeededGenerator(seed: 12)
        var battles = FeaturedBattles(features: ["side"], modelCount: 4)
        for _ in 0..<4_000 {
            let a = Int.random(in: 0..<4, using: &generator)
            let b = (a + Int.random(in: 1..<4, using: &generator)) % 4
            let chance = Elementary.logistic(0.2 * Double(a - b) + 0.3)
            let isWon = Double.random(in: 0..<1, using: &generator) < chance
            battles.add(a: a, b: b, outcome: isWon ? .modelA : .modelB, values: [1])
        }
        let analysis = try RatingAnalysis(battles: battles)
        let side = analysis.parameters[0]
        #expect(isClose(side.value, 0.3, absolute: 4 * side.standardError) && side.standardError < 0.06)
        #expect(analysis.moments.means == [0] && analysis.moments.deviations == [1])
        #expect(analysis.board.rows.map(\.model) == [3, 2, 1, 0])
        let moved = try RatingAnalysis(battles: battles.relabelled(by: [4, 2, 0, 1], modelCount: 5))
        #expect(moved.board.rows.map(\.model) == [1, 0, 2, 4] && moved.board.unrankable.map(\.model) == [3])
        #expect(isClose(moved.parameters[0].value, side.value, absolute: 1e-10))
    }

    @Test("features without values of their own change nothing")
    func noFeatures() throws {
        let counts = PairCounts(
            modelCount: Self.models,
            battles: Battle.random(600, models: Self.models, seed: 8)
        )
        var battles = FeaturedBattles(features: [], modelCount: Self.models)
        for cell in counts.cells {
            for (outcome, count) in [
                (Outcome.modelA, cell.firstWins), (.modelB, cell.secondWins), (.tie, cell.ties),
                (.bothBad, cell.bothBad),
            ] {
                for _ in 0..<count { battles.add(a: cell.first, b: cell.second, outcome: outcome, values: []) }
            }
        }
        let plain = try RatingAnalysis(counts: counts).board
        let featured = try RatingAnalysis(battles: battles).board
        for (one, other) in zip(plain.rows, featured.rows) {
            #expect(one.model == other.model && isClose(one.rating, other.rating, absolute: 2e-8))
            #expect(isClose(one.standardError, other.standardError, absolute: 2e-8))
        }
    }

    @Test("features that say nothing of their own are refused by name")
    func singularFeatures() {
        func failure(
            _ features: [String],
            outcomes outcome: (Int) -> Outcome,
            _ values: (Int) -> [Double]
        ) -> PairFit.Failure? {
            var battles = FeaturedBattles(features: features, modelCount: 3)
            for number in 0..<300 {
                let a = number % 3
                battles.add(a: a, b: (a + 1) % 3, outcome: outcome(number), values: values(number))
            }
            do throws(RatingAnalysis.Failure) {
                _ = try RatingAnalysis(battles: battles)
                return nil
            } catch {
                guard case .fit(let failure) = error else { return nil }
                return failure
            }
        }
        func any(_ number: Int) -> Outcome { [.modelA, .modelB, .tie, .modelA][(number / 3) % 4] }
        func wobble(_ number: Int) -> Double { Double((number * 7919) % 101) }
        let empty = failure(["nothing"], outcomes: any) { _ in [0] }
        #expect(empty?.description.contains("nothing") == true)
        let twins = failure(["one", "two"], outcomes: any) { [wobble($0), 2 * wobble($0) - 5] }
        #expect(twins?.description.contains("the feature two, which follows from one") == true)
        let triplets = failure(["one", "two", "three"], outcomes: any) {
            [wobble($0), Double($0 % 7), wobble($0) + Double($0 % 7)]
        }
        #expect(triplets?.description.contains("the feature three, which follows from one, two") == true)
        // Model 0 is A in every third battle, and only then: the feature is its strength again.
        let model = failure(["one", "two"], outcomes: any) { [wobble($0), $0 % 3 == 0 ? 1 : $0 % 3 == 2 ? -1 : 0] }
        #expect(model?.description.contains("the feature two, which follows from who plays whom") == true)
        // One that decides every battle has a coefficient without limit.
        let oracle = failure(["oracle"], outcomes: { any($0) == .modelA ? .modelA : .modelB }) {
            any($0) == .modelA ? [3 + wobble($0)] : [-3 - wobble($0)]
        }
        #expect(oracle == .separated("oracle"))
        #expect(failure(["fine"], outcomes: any) { [wobble($0)] } == nil)
    }

    @Test("features of battles among whom nobody can be rated give an empty board")
    func featuresOfNobody() throws {
        var battles = FeaturedBattles(features: ["x"], modelCount: 2)
        #expect(try RatingAnalysis(battles: battles).board.rows.isEmpty)
        battles.add(a: 0, b: 1, outcome: .modelA, values: [1])
        let board = try RatingAnalysis(battles: battles).board
        #expect(board.rows.isEmpty && board.unrankable.map(\.reason) == [.neverLost, .neverWon])
    }
}
