import Testing

@testable import Ranking

@Suite("Distributions") struct DistributionTests {
    @Test("the normal distribution")
    func normal() {
        // Abramowitz and Stegun, table 26.1, and the tails by Mills' ratio.
        let table = [(0.0, 0.5), (1, 0.841344746068543), (1.96, 0.975002104851780), (3, 0.998650101968370)]
        for (x, value) in table {
            #expect(isClose(Normal.cumulative(x), value, absolute: 1e-15))
            #expect(isClose(Normal.cumulative(-x), 1 - value, absolute: 1e-15))
        }
        #expect(isClose(Normal.cumulative(-6), 9.865876450376946e-10, relative: 1e-12))
        #expect(isClose(Normal.cumulative(-20), 2.753624118606233e-89, relative: 1e-12))
        #expect(isClose(Normal.cumulative(-3.9999999), Normal.cumulative(-4.0000001), relative: 1e-5))
        #expect(Normal.cumulative(-.infinity) == 0 && Normal.cumulative(.infinity) == 1)
        #expect(Normal.quantile(twoSided: 0.95) == Board.z95)
        #expect(isClose(Normal.quantile(twoSided: 0.99), 2.5758293035489004, relative: 1e-13))
        #expect(isClose(Normal.quantile(twoSided: 0.5), 0.6744897501960817, relative: 1e-13))
    }

    @Test("Poisson variates have their mean, variance and third moment", arguments: [0.3, 2, 9.9, 10, 35, 4_000, 1e15])
    func poisson(mean: Double) {
        var random = Random(seed: 5)
        let count = 200_000
        var (sum, squares, cubes) = (0.0, 0.0, 0.0)
        for _ in 0..<count {
            let gap = random.poisson(mean) - mean
            sum += gap
            squares += gap * gap
            cubes += gap * gap * gap
        }
        let total = Double(count)
        #expect(abs(sum / total) < 5 * (mean / total).squareRoot())
        #expect(abs(squares / total - mean) < 5 * ((2 * mean * mean + mean) / total).squareRoot())
        #expect(
            abs(cubes / total - mean) < 5 * ((15 * mean * mean * mean + 30 * mean * mean + mean) / total).squareRoot()
        )
    }

    @Test("streams of a seed differ, and repeat themselves")
    func streams() {
        var (one, again, other) = (Random(seed: 1, stream: 1), Random(seed: 1, stream: 1), Random(seed: 1, stream: 2))
        let (first, second, third) = (
            (0..<100).map { _ in one.next() }, (0..<100).map { _ in again.next() }, (0..<100).map { _ in other.next() }
        )
        #expect(first == second && Set(first).isDisjoint(with: third))
    }
}
