// Imported for its linker flag alone: square roots and rounding, exact on every machine, live in the C mathematics library.
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The elementary functions of the fits, in plain IEEE 754 arithmetic.
///
/// The platform's own differ in the last bit from one machine to another (they use fused operations where the processor
/// has them), and two instances that fold the same log must publish the same digits.
enum Elementary {
    private static let ln2High = 0x1.62E42FEEp-1
    private static let ln2Low = 0x1.A39EF35793C76p-33
    static let ln2 = 0x1.62E42FEFA39EFp-1
    static let ln10 = 0x1.26BB1BBB55516p1

    /// e^x within 1 ulp; 0 where the result would be subnormal, infinite from 709 on.
    @inline(__always)
    static func exp(_ x: Double) -> Double {
        guard x > -708 else { return 0 }
        guard x < 709 else { return .infinity }
        // Adding and taking away 1.5·2⁵² rounds to the nearest integer without a call.
        let shifted = x * 0x1.71547652B82FEp0 + 0x1.8p52
        let k = shifted - 0x1.8p52
        let r = (x - k * ln2High) - k * ln2Low
        let tail = expTail(r)
        // `shifted` holds k in its lowest bits: moved to the exponent's place, with its bias, they are 2^k.
        let scale = Double(bitPattern: (shifted.bitPattern &+ 1023) &<< 52)
        return (1 + (r + r * r * tail)) * scale
    }

    /// e^x in four lanes, each with the bits of ``exp(_:)-(Double)``.
    @inline(__always)
    static func exp(_ x: SIMD4<Double>) -> SIMD4<Double> {
        let shifted = x * 0x1.71547652B82FEp0 + 0x1.8p52
        let k = shifted - 0x1.8p52
        let r = (x - k * ln2High) - k * ln2Low
        let tail = expTail(r)
        let bits = unsafe unsafeBitCast(shifted, to: SIMD4<UInt64>.self)
        let scale = unsafe unsafeBitCast((bits &+ 1023) &<< 52, to: SIMD4<Double>.self)
        let value = (1 + (r + r * r * tail)) * scale
        return value.replacing(with: 0, where: x .<= -708).replacing(with: .infinity, where: x .>= 709)
    }

    /// (e^r − 1 − r) / r² by Taylor's series for |r| ≤ ln 2 / 2: the first term left out is below 2⁻⁵⁷ of the sum.
    ///
    /// Summed by pairs (Estrin's scheme), so that a processor has several products to work on at once.
    @inline(__always)
    private static func expTail(_ r: Double) -> Double {
        let r2: Double = r * r
        let r4: Double = r2 * r2
        let c01: Double = r * (1.0 / 6) + 0.5
        let c23: Double = r * (1.0 / 120) + 1.0 / 24
        let c45: Double = r * (1.0 / 5_040) + 1.0 / 720
        let c67: Double = r * (1.0 / 362_880) + 1.0 / 40_320
        let c89: Double = r * (1.0 / 39_916_800) + 1.0 / 3_628_800
        let c1011: Double = r * (1.0 / 6_227_020_800) + 1.0 / 479_001_600
        let low: Double = c01 + c23 * r2
        let middle: Double = c45 + c67 * r2
        let high: Double = c89 + c1011 * r2
        return low + (middle + high * r4) * r4
    }

    @inline(__always)
    private static func expTail(_ r: SIMD4<Double>) -> SIMD4<Double> {
        let r2: SIMD4<Double> = r * r
        let r4: SIMD4<Double> = r2 * r2
        let c01: SIMD4<Double> = r * (1.0 / 6) + 0.5
        let c23: SIMD4<Double> = r * (1.0 / 120) + 1.0 / 24
        let c45: SIMD4<Double> = r * (1.0 / 5_040) + 1.0 / 720
        let c67: SIMD4<Double> = r * (1.0 / 362_880) + 1.0 / 40_320
        let c89: SIMD4<Double> = r * (1.0 / 39_916_800) + 1.0 / 3_628_800
        let c1011: SIMD4<Double> = r * (1.0 / 6_227_020_800) + 1.0 / 479_001_600
        let low: SIMD4<Double> = c01 + c23 * r2
        let middle: SIMD4<Double> = c45 + c67 * r2
        let high: SIMD4<Double> = c89 + c1011 * r2
        return low + (middle + high * r4) * r4
    }

    /// ln x for a normal positive x.
    static func log(_ x: Double) -> Double {
        var exponent = Double(x.exponent)
        var significand = x.significand
        if significand > 1.414_213_562_373_095_1 {
            significand /= 2
            exponent += 1
        }
        return exponent * ln2High + (exponent * ln2Low + logRatio((significand - 1) / (significand + 1)))
    }

    /// ln(1 + x) for −¼ ≤ x ≤ 1, to full relative precision.
    static func logOnePlus(_ x: Double) -> Double {
        x < 0.414 ? logRatio(x / (2 + x)) : ln2 + logRatio((x - 1) / (x + 3))
    }

    /// ln(1 + e^u), which neither overflows nor loses the small values.
    static func softplus(_ u: Double) -> Double {
        max(u, 0) + logOnePlus(exp(-abs(u)))
    }

    /// 1 / (1 + e^−u).
    @inline(__always)
    static func logistic(_ u: Double) -> Double {
        let e = exp(-abs(u))
        // 1 or e, whichever side won: without a branch that no processor foresees.
        let least: Double = u >= 0 ? 1 : 0
        return (e > least ? e : least) / (1 + e)
    }

    /// ln((1 + s)/(1 − s)) = 2 artanh s for |s| ≤ 0.172.
    private static func logRatio(_ s: Double) -> Double {
        let square = s * s
        var tail = 1.0 / 23
        tail = tail * square + 1.0 / 21
        tail = tail * square + 1.0 / 19
        tail = tail * square + 1.0 / 17
        tail = tail * square + 1.0 / 15
        tail = tail * square + 1.0 / 13
        tail = tail * square + 1.0 / 11
        tail = tail * square + 1.0 / 9
        tail = tail * square + 1.0 / 7
        tail = tail * square + 1.0 / 5
        tail = tail * square + 1.0 / 3
        return 2 * s + 2 * s * square * tail
    }
}
