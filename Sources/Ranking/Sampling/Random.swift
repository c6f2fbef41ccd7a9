/// A small seeded generator (xoshiro256++, Blackman and Vigna 2019): the same seed gives the same numbers on every machine.
struct Random: RandomNumberGenerator {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// A generator for one of many streams of a seed.
    init(seed: UInt64, stream: UInt64 = 0) {
        // SplitMix64 spreads seed and stream over the state, as its authors advise.
        var word = seed ^ (stream &* 0xD1B5_4A32_D192_ED03)
        func next() -> UInt64 {
            word &+= 0x9E37_79B9_7F4A_7C15
            var mixed = word
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
        state = (next(), next(), next(), next())
    }

    mutating func next() -> UInt64 {
        func rotated(_ word: UInt64, _ by: UInt64) -> UInt64 { (word << by) | (word >> (64 - by)) }
        let result = rotated(state.0 &+ state.3, 23) &+ state.0
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotated(state.3, 45)
        return result
    }

    /// A number from 0 to below 1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A Poisson variate.
    ///
    /// By inversion up to a mean of 10, beyond that by rejection from a transformed uniform (PTRS; Hörmann 1993).
    mutating func poisson(_ mean: Double) -> Double {
        guard mean > 0 else { return 0 }
        guard mean >= 10 else { return inverted(mean, floor: Elementary.exp(-mean)) }
        let root = mean.squareRoot()
        let b = 0.931 + 2.53 * root
        let a = -0.059 + 0.02483 * b
        let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
        let quick = 0.9277 - 3.6224 / (b - 2)
        while true {
            let u = unit() - 0.5
            let v = unit()
            let us = 0.5 - abs(u)
            let k = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
            if us >= 0.07 && v <= quick { return k }
            if k < 0 || (us < 0.013 && v > us) { continue }
            let left = Elementary.log(v * inverseAlpha / (a / (us * us) + b))
            if left <= Self.logPoisson(k, mean) { return k }
        }
    }

    private mutating func inverted(_ mean: Double, floor: Double) -> Double {
        var (k, term, rest) = (0.0, floor, unit())
        while rest > term {
            rest -= term
            k += 1
            term *= mean / k
            if term < 1e-300 { break }
        }
        return k
    }

    /// The logarithm of the chance of k, from 0, when `mean`, at least 10, is expected.
    ///
    /// By Stirling's series and the deviance (Loader 2000), so that large terms do not cancel; from a table below 10.
    private static func logPoisson(_ k: Double, _ mean: Double) -> Double {
        guard k >= 10 else { return k * Elementary.log(mean) - mean - smallLogFactorials[Int(k)] }
        let inverse = 1 / k
        let series = inverse * (1.0 / 12 - inverse * inverse * (1.0 / 360 - inverse * inverse / 1260))
        return -deviance(k, mean) - series - 0.5 * Elementary.log(k) - 0.918_938_533_204_672_7
    }

    /// k ln(k/m) + m − k, where k is near m by its series.
    private static func deviance(_ k: Double, _ mean: Double) -> Double {
        let difference = k - mean
        let share = difference / (k + mean)
        guard abs(share) < 0.1 else { return k * Elementary.log(k / mean) - difference }
        // k ln(k/m) = 2k·artanh(share)
        let square = share * share
        var (sum, power, divisor) = (difference * share, 2 * k * share, 3.0)
        while true {
            power *= square
            let next = sum + power / divisor
            guard next != sum else { return sum }
            sum = next
            divisor += 2
        }
    }

    private static let smallLogFactorials: [Double] = {
        var (sum, values) = (0.0, [0.0])
        for k in 1..<10 {
            sum += Elementary.log(Double(k))
            values.append(sum)
        }
        return values
    }()
}
