/// How uncertain the strengths of a fit are: the sandwich covariance H⁻¹BH⁻¹ (Huber 1967; White 1982).
///
/// H = Σ n·p(1−p)·xxᵀ and B = Σ (y−p)²·xxᵀ over the battles, x = eᵢ − eⱼ, y = 1, 0 or ½. B measures the spread the
/// outcomes have, where H assumes that of a coin; with ties worth ½ the coin's is too wide. All variances are on the
/// log scale. Variances of single models are in the gauge of zero mean strength; differences need no gauge.
public struct Sandwich: Sendable {
    private typealias Block = BlockMatrix.Block

    /// The square of each model's standard error, on the log scale, by model index.
    public let variances: [Double]
    /// The same from the inverse Hessian alone, which supposes that every outcome is a win or a loss.
    public let inverseHessianVariances: [Double]

    private let pairings: [Pairing]
    /// The diagonal of B's weights, one for each pairing.
    private let spreads: [Double]
    /// H⁻¹ with the last model's strength held at zero.
    private let grounded: BlockMatrix

    /// The covariance of a fit: O(n³ + n·pairs) time, n² memory.
    public init(of fit: BradleyTerry.Fit) {
        pairings = fit.pairings
        grounded = fit.factor.inverse()
        spreads = fit.pairings.map { pairing in
            let p = Pairing.probabilities(fit.strengths[pairing.first] - fit.strengths[pairing.second])
            let off = (p.second - p.first) / 2
            return pairing.firstWins * p.second * p.second + pairing.secondWins * p.first * p.first
                + pairing.draws * off * off
        }
        let means = Self.rowMeans(of: grounded)
        inverseHessianVariances = Self.inverseHessianDiagonal(grounded, means)
        variances = Self.diagonal(grounded, means, pairings, spreads)
    }

    /// The variance of θₐ − θ_b; its root, in rating points, is the error of `a`'s rating when `b` is the anchor.
    public func differenceVariance(_ a: Int, _ b: Int) -> Double {
        var sum = 0.0
        for (pairing, spread) in zip(pairings, spreads) {
            let response =
                (grounded[pairing.first, a] - grounded[pairing.second, a])
                - (grounded[pairing.first, b] - grounded[pairing.second, b])
            sum += spread * response * response
        }
        return sum
    }

    /// The variance of θₐ − θ_b from the inverse Hessian alone.
    public func inverseHessianDifferenceVariance(_ a: Int, _ b: Int) -> Double {
        max(0, (grounded[a, a] - grounded[a, b]) + (grounded[b, b] - grounded[a, b]))
    }

    private static func rowMeans(of matrix: BlockMatrix) -> [Double] {
        (0..<matrix.order).map { row in
            var sum = Block.zero
            for block in 0..<matrix.stride { sum += matrix.blocks[row * matrix.stride + block] }
            return sum.sum() / Double(matrix.order)
        }
    }

    /// The diagonal of PGP with P = I − 11ᵀ/n, which turns the grounded gauge into that of zero mean.
    private static func inverseHessianDiagonal(_ grounded: BlockMatrix, _ means: [Double]) -> [Double] {
        let grandMean = means.reduce(0, +) / Double(max(grounded.order, 1))
        return means.indices.map { max(0, (grounded[$0, $0] - means[$0]) - (means[$0] - grandMean)) }
    }

    /// The diagonal of CBC, C = PGP: a pairing adds its spread times the square of what each strength gains by one win in it.
    private static func diagonal(
        _ grounded: BlockMatrix,
        _ means: [Double],
        _ pairings: [Pairing],
        _ spreads: [Double]
    ) -> [Double] {
        var sums = Array(repeating: Block.zero, count: grounded.stride)
        for (pairing, spread) in zip(pairings, spreads) where spread > 0 {
            let shift = means[pairing.first] - means[pairing.second]
            let first = pairing.first * grounded.stride
            let second = pairing.second * grounded.stride
            for block in 0..<grounded.stride {
                let response = grounded.blocks[first + block] - grounded.blocks[second + block] - shift
                sums[block] += response * response * spread
            }
        }
        return (0..<grounded.order).map { sums[$0 / 4][$0 % 4] }
    }
}
