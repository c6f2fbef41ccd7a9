import Foundation
import Testing

@testable import Ranking

/// The platform's logarithm, for figures in tests.
func logarithm(_ x: Double) -> Double { log(x) }

@Suite("Numerics")
struct NumericsTests {
    @Test("elementary functions agree with the platform's to the last bits")
    func elementary() {
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<20_000 {
            let x = Double.random(in: -700...700, using: &generator)
            #expect(isClose(Elementary.exp(x), exp(x), relative: 4e-16), "exp \(x)")
            let small = Double.random(in: -1...1, using: &generator)
            #expect(isClose(Elementary.exp(small), exp(small), relative: 4e-16), "exp \(small)")
            let positive = exp(x)
            #expect(isClose(Elementary.log(positive), log(positive), relative: 4e-16), "log \(positive)")
            #expect(isClose(Elementary.logOnePlus(abs(small)), log1p(abs(small)), relative: 8e-16), "log1p \(small)")
        }
        #expect(Elementary.exp(0) == 1 && Elementary.log(1) == 0 && Elementary.logOnePlus(0) == 0)
        #expect(Elementary.exp(-1e9) == 0 && Elementary.exp(1e9) == .infinity)
        #expect(Elementary.softplus(-1e9) == 0 && Elementary.softplus(1e9) == 1e9)
        #expect(isClose(Elementary.softplus(-40), exp(-40), relative: 1e-15))
    }

    @Test("a compensated sum keeps what a plain one loses")
    func compensation() {
        var sum = CompensatedSum()
        for term in [1e18, 0.25, -1e18, 1e17, 0.5, -1e17] { sum += term }
        #expect(sum.value == 0.75)
    }

    @Test("factor, solution and inverse agree with elimination the plain way", arguments: [2, 3, 4, 5, 8, 33, 37, 70])
    func factor(order: Int) {
        var generator = SeededGenerator(seed: UInt64(order))
        var weights = BlockMatrix(order: order)
        for row in 0..<order {
            for column in (row + 1)..<max(order, row + 1) where column == row + 1 || Bool.random(using: &generator) {
                weights[row, column] = Double.random(in: 0.1...5, using: &generator)
            }
        }
        var currents = (0..<order).map { _ in Double.random(in: -1...1, using: &generator) }
        currents[0] -= currents.reduce(0, +)

        let factor = LaplacianFactor(weights: weights)
        let potentials = factor.solve(currents)
        let inverse = factor.inverse()
        for row in 0..<order {
            var residual = -currents[row]
            for column in 0..<order where column != row {
                let weight = weights[min(row, column), max(row, column)]
                residual += weight * (potentials[row] - potentials[column])
            }
            #expect(abs(residual) < 1e-12)
            let product = (0..<order - 1).reduce(0.0) { $0 + inverse[row, $1] * currents[$1] }
            #expect(isClose(product, potentials[row], absolute: 1e-12))
            for column in 0..<order { #expect(inverse[row, column] == inverse[column, row]) }
        }
        #expect(potentials[order - 1] == 0)
    }
}
