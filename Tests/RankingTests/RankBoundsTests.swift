import Ranking
import Testing

@Suite("Rank bounds and win probability")
struct RankBoundsTests {
    @Test("an interval that touches another is not below it")
    func touching() {
        let bounds = RankBounds.all(lower: [10, 5, 0, -9], upper: [12, 10, 4, -8])
        #expect(bounds.map(\.rank) == [1, 1, 3, 4])
        #expect(bounds.map(\.rankLowerBound) == [2, 2, 3, 4])
        #expect(RankBounds.all(lower: [], upper: []).isEmpty)
        #expect(RankBounds.all(lower: [1, 1], upper: [1, 1]).map(\.rank) == [1, 1])
    }

    @Test("agrees with counting one by one", arguments: 0..<20)
    func naive(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let lower = (0..<40).map { _ in Double(Int.random(in: 0...60, using: &generator)) }
        let upper = lower.map { $0 + Double(Int.random(in: 0...20, using: &generator)) }
        let bounds = RankBounds.all(lower: lower, upper: upper)
        for model in lower.indices {
            #expect(bounds[model].rank == 1 + lower.filter { $0 > upper[model] }.count)
            #expect(bounds[model].rankLowerBound == upper.filter { $0 >= lower[model] }.count)
        }
    }

    @Test("400 points are odds of ten to one")
    func winProbability() {
        #expect(isClose(WinProbability.of(1400, over: 1000), 10.0 / 11, relative: 1e-15))
        #expect(isClose(WinProbability.of(1000, over: 1400), 1.0 / 11, relative: 1e-15))
        #expect(WinProbability.of(1234, over: 1234) == 0.5)
        #expect(WinProbability.of(1e9, over: 0) == 1)
        #expect(WinProbability.of(0, over: 1e9) == 0)
    }

    @Test("published figures have eight decimals")
    func rounding() {
        #expect(RatingScale.published(1000.123456784) == 1000.12345678)
        #expect(RatingScale.published(-0.000000006) == -0.00000001)
        #expect(RatingScale.published(1e300) == 1e300)
        #expect(isClose(RatingScale.rating(ofStrength: logarithm(10)), 1400, absolute: 1e-10))
    }
}
