/// The standard normal distribution.
public enum Normal {
    /// The chance of a value below `x`, to about 1e-15.
    ///
    /// By the series of Marsaglia (2004) in the middle and the continued fraction of Laplace at the ends.
    public static func cumulative(_ x: Double) -> Double {
        guard !x.isNaN else { return .nan }
        let size = abs(x)
        guard size < 38 else { return x > 0 ? 1 : 0 }
        let density = Elementary.exp(-x * x / 2) * 0.398_942_280_401_432_7
        if size < 4 {
            var (sum, term, step) = (x, x, 3.0)
            while abs(term) > 1e-17 * abs(sum) {
                term *= x * x / step
                sum += term
                step += 2
            }
            return 0.5 + density * sum
        }
        var fraction = 0.0
        for step in stride(from: 60.0, through: 1, by: -1) { fraction = step / (size + fraction) }
        let tail = density / (size + fraction)
        return x > 0 ? 1 - tail : tail
    }

    /// The z of a two-sided interval that holds `confidence` of the distribution, between 0 and 1.
    public static func quantile(twoSided confidence: Double) -> Double {
        if confidence == 0.95 { return Board.z95 }
        var (low, high) = (0.0, 40.0)
        // Bisection to the last bit: called once a board.
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if 2 * cumulative(middle) - 1 < confidence { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
