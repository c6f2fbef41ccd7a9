/// What four pairs come to at some difference of their strengths.
struct Outlook {
    typealias Block = SIMD4<Double>

    /// Where the first model is at least as strong as the second.
    let isFirstStronger: SIMDMask<SIMD4<Int64>>
    /// The chance of the stronger side.
    let likely: Block
    /// The chance of the weaker side, to full relative precision.
    let unlikely: Block

    /// The outlook at θ(first) − θ(second).
    @inline(__always)
    init(difference: Block) {
        isFirstStronger = difference .>= 0
        let e = Elementary.exp(difference.replacing(with: -difference, where: isFirstStronger))
        likely = 1 / (1 + e)
        unlikely = e * likely
    }

    /// The chance of the first model.
    @inline(__always)
    var first: Block { unlikely.replacing(with: likely, where: isFirstStronger) }
    /// The chance of the second model.
    @inline(__always)
    var second: Block { likely.replacing(with: unlikely, where: isFirstStronger) }
}
