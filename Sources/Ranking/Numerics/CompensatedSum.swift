/// A running sum that carries its rounding error (Neumaier 1974): many large terms that cancel leave the small ones exact.
struct CompensatedSum {
    private var sum = 0.0
    private var error = 0.0

    var value: Double { sum + error }
    var parts: (sum: Double, error: Double) { (sum, error) }

    @inline(__always)
    static func += (left: inout CompensatedSum, term: Double) {
        let next = left.sum + term
        left.error += abs(left.sum) >= abs(term) ? (left.sum - next) + term : (term - next) + left.sum
        left.sum = next
    }
}

/// Four running sums that carry their rounding errors along (Knuth's exact sum of two terms).
struct CompensatedBlock {
    typealias Block = SIMD4<Double>

    private(set) var sum = Block.zero
    private(set) var error = Block.zero

    /// The four sums.
    var value: Block { sum + error }

    /// The four sums as one.
    var total: CompensatedSum {
        var total = CompensatedSum()
        for lane in 0..<4 { total += sum[lane] }
        for lane in 0..<4 { total += error[lane] }
        return total
    }

    @inline(__always)
    static func += (left: inout CompensatedBlock, terms: Block) {
        let next = left.sum + terms
        let added = next - left.sum
        left.error += (left.sum - (next - added)) + (terms - added)
        left.sum = next
    }

    /// Adds a sum to one lane.
    mutating func add(_ total: CompensatedSum, lane: Int) {
        var terms = Block.zero
        terms[lane] = total.parts.sum
        self += terms
        terms[lane] = total.parts.error
        self += terms
    }
}
