import Foundation
import Testing

@testable import Ranking

/// The platform’s exponential, for figures in tests.
func exponential(_ x: Double) -> Double { exp(x) }

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

    @Test("four exponentials at once have the bits of one at a time")
    func exponentialBlocks() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            let x = SIMD4<Double>(
                Double.random(in: -720...720, using: &generator),
                Double.random(in: -40...0, using: &generator),
                Double.random(in: -1e-3...1e-3, using: &generator),
                [0, -0.0, 708.9, 709, -708, -707.9, 1e300, -1e300].randomElement(using: &generator) ?? 0
            )
            let block = Elementary.exp(x)
            for lane in 0..<4 { #expect(block[lane] == Elementary.exp(x[lane]), "exp \(x[lane])") }
        }
    }

    @Test("a compensated sum keeps what a plain one loses")
    func compensation() {
        var sum = CompensatedSum()
        for term in [1e18, 0.25, -1e18, 1e17, 0.5, -1e17] { sum += term }
        #expect(sum.value == 0.75)
        var block = CompensatedBlock()
        for term in [1e18, 0.25, -1e18, 1e17, 0.5, -1e17] { block += SIMD4(term, 1, -term, 0) }
        #expect(block.value == SIMD4(0.75, 6, -0.75, 0))
        #expect(block.total.value == 6)
        block.add(sum, lane: 3)
        #expect(block.value == SIMD4(0.75, 6, -0.75, 0.75))
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

        // LᵀM and D give MᵀBM for any M: here its diagonal, against the sum over the edges.
        let responses = factor.transposeProduct(with: inverse)
        let centred = inverse.centred()
        for column in 0..<order {
            var sum = 0.0
            for a in 0..<order {
                for b in (a + 1)..<max(order, a + 1) {
                    let difference = inverse[a, column] - inverse[b, column]
                    sum += weights[a, b] * difference * difference
                }
            }
            let product = (0..<order).reduce(0.0) {
                $0 + factor.diagonal[$1] * responses[$1, column] * responses[$1, column]
            }
            #expect(isClose(product, sum, absolute: 1e-13, relative: 1e-12))
            #expect(abs((0..<order).reduce(0.0) { $0 + centred[$1, column] }) < 1e-12)
            #expect(abs((0..<order).reduce(0.0) { $0 + centred[column, $1] }) < 1e-12)
        }
    }
}
