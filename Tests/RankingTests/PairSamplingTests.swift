import Ranking
import Testing

@Suite("Pair sampling")
struct PairSamplingTests {
    private func gain(_ wins: Int64, _ losses: Int64, _ ties: Int64 = 0, _ bothBad: Int64 = 0) -> Double {
        PairSampling.gain(
            PairCounts.Cell(first: 0, second: 1, firstWins: wins, secondWins: losses, ties: ties, bothBad: bothBad)
        )
    }

    @Test("by hand: the prior alone, and three wins to one")
    func byHand() {
        #expect(isClose(PairSampling.gainOfUnmetPair, 0.5 - 0.125.squareRoot(), relative: 1e-14))
        // m = 5, s² = (3·(1/4)² + (3/4)² + 1/4)/5 = 1/5.
        #expect(isClose(gain(3, 1), (0.2 / 5).squareRoot() - (0.2 / 6).squareRoot(), relative: 1e-14))
        // m = 7, mean 2/3, s² = (3·(1/3)² + (2/3)² + 2·(1/6)² + 1/4)/7 = 13/84.
        let variance = 13.0 / 84
        #expect(isClose(gain(3, 1, 2), (variance / 7).squareRoot() - (variance / 8).squareRoot(), relative: 1e-13))
        #expect(gain(1, 3) == gain(3, 1))
        #expect(gain(3, 1, 2, 0) == gain(3, 1, 0, 2))
    }

    @Test("always positive, falling with more battles, larger where outcomes vary")
    func shape() {
        var last = PairSampling.gainOfUnmetPair
        for battles in [1, 2, 3, 10, 1_000, 1_000_000, 1 << 50] as [Int64] {
            let even = gain(battles, battles)
            #expect(even > 0 && even < last)
            #expect(gain(2 * battles, 0) > 0 && gain(2 * battles, 0) < even)
            last = even
        }
        #expect(gain(-5, -5) == PairSampling.gainOfUnmetPair)
    }
}
