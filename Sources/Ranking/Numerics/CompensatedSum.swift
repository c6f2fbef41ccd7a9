/// A running sum that carries its rounding error (Neumaier 1974): many large terms that cancel leave the small ones exact.
struct CompensatedSum {
    private var sum = 0.0
    private var error = 0.0

    var value: Double { sum + error }

    @inline(__always)
    static func += (left: inout CompensatedSum, term: Double) {
        let next = left.sum + term
        left.error += abs(left.sum) >= abs(term) ? (left.sum - next) + term : (term - next) + left.sum
        left.sum = next
    }
}
