/// How uncertain strengths and further parameters of a fit are, all on the log scale.
///
/// The sandwich H⁻¹BH⁻¹ (Huber 1967; White 1982), H the information and B the spread of the battles' own scores, or the
/// inverse Hessian H⁻¹ alone. Variances of single models are in the fit's gauge; differences need none.
public struct Covariance: Sendable {
    /// Which of the two.
    public enum Kind: String, Sendable, CaseIterable, Hashable {
        /// H⁻¹BH⁻¹, right whatever the outcomes' own spread.
        case sandwich
        /// H⁻¹, right where the model is.
        case inverseHessian = "inverse_hessian"
    }

    /// Which of the two.
    public let kind: Kind
    /// The variance of each strength, by model index.
    public let variances: [Double]
    /// The covariance of the further parameters.
    public let parameters: [[Double]]

    private let modelCount: Int
    /// The strengths' part of H⁻¹.
    private let inverse: BlockMatrix
    /// Lᵀ·(the strengths' part of H⁻¹) and D, of B's strengths' part LDLᵀ; empty for the inverse Hessian.
    private let responses: BlockMatrix?
    private let spreads: [Double]
    /// The part of H⁻¹ between strengths and further parameters, a column for each of these.
    private let across: [[Double]]
    /// What the border of H and B adds: for models a and b, Σ leftₖ(a)·rightₖ(b), symmetric in all.
    private let additions: [(left: [Double], right: [Double])]

    init(information: BorderedForm, factor: BorderedFactor, spread: BorderedForm, kind: Kind, modelCount: Int) {
        self.kind = kind
        self.modelCount = modelCount
        let order = information.weights.order
        let bare = factor.laplacian.inverse()
        var inverse = factor.gauge == .zeroMean ? bare.centred() : bare
        // H⁻¹ = [M + W S⁻¹ Wᵀ, −W S⁻¹; ·, S⁻¹] with W = MC.
        let rest = factor.corner.inverse()
        let carried = factor.carried
        let across = rest.indices.map { column in
            (0..<order).map { model in
                rest.indices.reduce(0.0) { $0 - carried[$1][model] * rest[$1][column] }
            }
        }
        for row in 0..<order where !carried.isEmpty {
            for column in 0..<order {
                var sum = 0.0
                for k in carried.indices { sum -= carried[k][row] * across[k][column] }
                inverse[row, column] += sum
            }
        }
        self.inverse = inverse
        self.across = across
        switch kind {
        case .inverseHessian:
            (responses, spreads, additions) = (nil, [], [])
            parameters = rest
            variances = (0..<modelCount).map { [inverse] in max(0, inverse[$0, $0]) }
        case .sandwich:
            let laplacian = LaplacianFactor(weights: spread.weights)
            let responses = laplacian.transposeProduct(with: inverse)
            self.responses = responses
            spreads = laplacian.diagonal
            // P·C_B for each further parameter, P the inverse's strengths' part.
            let passed = spread.border.map { column in
                (0..<order).map { row in (0..<order).reduce(0.0) { $0 + inverse[row, $1] * column[$1] } }
            }
            var additions: [(left: [Double], right: [Double])] = []
            for k in across.indices {
                // P C Qᵀ and its transpose, and Q D Qᵀ.
                additions.append((passed[k], across[k]))
                additions.append((across[k], passed[k]))
                let corner = (0..<order).map { model in
                    across.indices.reduce(0.0) { $0 + across[$1][model] * spread.corner[$1][k] }
                }
                additions.append((corner, across[k]))
            }
            self.additions = additions
            variances = Self.variances(modelCount, responses, laplacian.diagonal, additions)
            parameters = Self.parameters(across, rest, laplacian, spread)
        }
    }

    /// The variance of θₐ − θ_b.
    public func differenceVariance(_ a: Int, _ b: Int) -> Double {
        guard let responses else {
            return max(0, (inverse[a, a] - inverse[a, b]) + (inverse[b, b] - inverse[a, b]))
        }
        var sum = 0.0
        for (part, spread) in spreads.enumerated() where spread > 0 {
            let response = responses[part, a] - responses[part, b]
            sum += spread * response * response
        }
        for (left, right) in additions { sum += (left[a] - left[b]) * (right[a] - right[b]) }
        return max(0, sum)
    }

    /// How θₐ − θ_b answers to a push on each model's score, and on that of each further parameter: a row of H⁻¹ less another.
    func influence(_ a: Int, _ b: Int) -> (strengths: [Double], parameters: [Double]) {
        ((0..<modelCount).map { inverse[a, $0] - inverse[b, $0] }, across.map { $0[a] - $0[b] })
    }

    private static func variances(
        _ count: Int,
        _ responses: BlockMatrix,
        _ spreads: [Double],
        _ additions: [(left: [Double], right: [Double])]
    ) -> [Double] {
        var sums = Array(repeating: BlockMatrix.Block.zero, count: responses.stride)
        for (part, spread) in spreads.enumerated() where spread > 0 {
            let row = part * responses.stride
            for block in 0..<responses.stride {
                let response = responses.blocks[row + block]
                sums[block] += response * response * spread
            }
        }
        return (0..<count).map { model in
            var variance = sums[model / 4][model % 4]
            for (left, right) in additions { variance += left[model] * right[model] }
            return max(0, variance)
        }
    }

    /// The further parameters' part of the sandwich: QᵀLQ + QᵀCR + RCᵀQ + RDR with Q = −W S⁻¹ and R = S⁻¹.
    private static func parameters(
        _ across: [[Double]],
        _ rest: [[Double]],
        _ laplacian: LaplacianFactor,
        _ spread: BorderedForm
    ) -> [[Double]] {
        let order = spread.weights.order
        // What B's strengths' part makes of each column of Q.
        let spread = spread
        let pushed = across.map { column in
            var result = Array(repeating: 0.0, count: order)
            for first in 0..<order {
                for second in (first + 1)..<max(order, first + 1) {
                    let weight = spread.weights[first, second]
                    guard weight != 0 else { continue }
                    let flow = weight * (column[first] - column[second])
                    result[first] += flow
                    result[second] -= flow
                }
            }
            return result
        }
        func product(_ left: [Double], _ right: [Double]) -> Double {
            zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let count = across.count
        // CᵀQ, by further parameters of B and of the inverse.
        let crossed = (0..<count).map { row in (0..<count).map { product(spread.border[row], across[$0]) } }
        return (0..<count).map { row in
            (0..<count).map { column in
                var sum = product(across[row], pushed[column])
                for k in 0..<count {
                    sum += crossed[k][row] * rest[k][column] + rest[row][k] * crossed[k][column]
                    for l in 0..<count { sum += rest[row][k] * spread.corner[k][l] * rest[l][column] }
                }
                return sum
            }
        }
    }
}
