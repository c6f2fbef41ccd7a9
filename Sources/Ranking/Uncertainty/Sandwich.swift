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

    /// H⁻¹ in the gauge of zero mean: the pseudo-inverse, whose rows and columns sum to zero.
    let inverse: BlockMatrix
    /// LᵀH⁻¹ and D with B = LDLᵀ: column i holds model i's response to each of B's independent parts, whose variances D are.
    let responses: BlockMatrix
    let spreads: [Double]

    /// The covariance of a fit: O(n³) time, n² memory.
    public init(of fit: BradleyTerry.Fit) {
        precondition(!fit.factor.plan.isSparse, "a sandwich of all models by all models has a dense factor")
        inverse = fit.factor.core.inverse().centred()
        let spread = LaplacianFactor(weights: Self.spreads(of: fit))
        responses = spread.transposeProduct(with: inverse)
        spreads = spread.diagonal
        inverseHessianVariances = (0..<inverse.order).map { [inverse] in max(0, inverse[$0, $0]) }
        variances = Self.diagonal(responses, spreads)
    }

    /// The variance of θₐ − θ_b; its root, in rating points, is the error of `a`'s rating when `b` is the anchor.
    public func differenceVariance(_ a: Int, _ b: Int) -> Double {
        spreads.indices.reduce(0) { sum, part in
            let response = responses[part, a] - responses[part, b]
            return sum + spreads[part] * response * response
        }
    }

    /// The variance of θₐ − θ_b from the inverse Hessian alone.
    public func inverseHessianDifferenceVariance(_ a: Int, _ b: Int) -> Double {
        max(0, (inverse[a, a] - inverse[a, b]) + (inverse[b, b] - inverse[a, b]))
    }

    /// B's weights: Σ(y − p)² of each pair, above the diagonal.
    private static func spreads(of fit: BradleyTerry.Fit) -> BlockMatrix {
        let pairings = fit.pairings
        let blocks = pairings.blocks(fit.strengths)
        var matrix = BlockMatrix(order: pairings.modelCount)
        for row in pairings.rows {
            for block in row.blocks {
                let column = Int(pairings.columns[block])
                let outlook = Outlook(difference: fit.strengths[row.first] - blocks[column])
                let (p, q) = (outlook.first, outlook.second)
                let off = (q - p) * 0.5
                let wins = pairings.firstWins[block] * q * q + pairings.secondWins[block] * p * p
                matrix.blocks[row.first * matrix.stride + column] = wins + pairings.draws[block] * off * off
            }
        }
        return matrix
    }

    /// The diagonal of RᵀDR, R the responses.
    private static func diagonal(_ responses: BlockMatrix, _ spreads: [Double]) -> [Double] {
        var sums = Array(repeating: Block.zero, count: responses.stride)
        for (part, spread) in spreads.enumerated() where spread > 0 {
            let row = part * responses.stride
            for block in 0..<responses.stride {
                let response = responses.blocks[row + block]
                sums[block] += response * response * spread
            }
        }
        return (0..<responses.order).map { sums[$0 / 4][$0 % 4] }
    }
}
