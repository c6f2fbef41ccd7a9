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
        /// H⁻¹B̄H⁻¹, B̄ the spread that the scores should have if the model is right: H⁻¹ where every battle weighs 1.
        case expectedSandwich = "expected_sandwich"
    }

    /// Which of the two.
    public let kind: Kind
    /// The variance of each strength, by model index.
    public let variances: [Double]
    /// The covariance of the further parameters.
    public let parameters: [[Double]]

    /// What variances and differences are worked out from.
    private enum Source {
        /// The strengths' part of H⁻¹.
        case inverse(BlockMatrix)
        /// Lᵀ·M (see `init`) and D, of B's strengths' part LDLᵀ.
        case responses(BlockMatrix, spreads: [Double])
        /// The strengths' part of B, or nil for the inverse Hessian: of a graph that is factored sparsely nothing is kept that
        /// is as large as a matrix of all models.
        case solutions(spread: BorderedForm?)
    }

    private let source: Source
    private let factor: BorderedFactor
    /// The vertex of each model.
    private let vertices: [Int]
    /// The part of H⁻¹ between strengths and further parameters, a column for each of these.
    private let across: [[Double]]
    /// What the border of B adds: for vertices a and b, Σ leftₖ(a)·rightₖ(b), symmetric in all.
    private let additions: [(left: [Double], right: [Double])]

    /// - Parameter spread: B where further parameters are replaced by what is left of them once the strengths have had their share,
    ///   each battle's value of a parameter being less than its own by W's at A and more by W's at B (see below). Of the battles' own
    ///   values only small differences of large sums would be left where weights lie far apart.
    init(factor: BorderedFactor, spread: BorderedForm, kind: Kind, vertices: [Int]) {
        self.kind = kind
        self.factor = factor
        self.vertices = vertices
        // H⁻¹ = [M + W S⁻¹ Wᵀ, −W S⁻¹; ·, S⁻¹] with W = MC. In the parameters of `spread` H has no border, and the inverse that takes
        // scores there to strengths and parameters here is [M, −W S⁻¹; 0, S⁻¹].
        let rest = factor.corner.inverse()
        let across = factor.across(rest)
        self.across = across
        switch kind {
        case .inverseHessian: (additions, parameters) = ([], rest)
        case .sandwich, .expectedSandwich:
            additions = Self.additions(factor, across, spread)
            parameters = Self.parameters(rest, spread)
        }
        let byVertex: [Double]
        if factor.laplacian.plan.isSparse {
            let spread = kind == .inverseHessian ? nil : spread
            source = .solutions(spread: spread)
            byVertex = factor.variances(spread: spread)
        } else {
            let inverse = Self.inverse(factor, kind == .inverseHessian ? across : [])
            switch kind {
            case .inverseHessian:
                source = .inverse(inverse)
                byVertex = (0..<inverse.order).map { inverse[$0, $0] }
            case .sandwich, .expectedSandwich:
                let laplacian = LaplacianFactor(weights: spread.matrix)
                let responses = laplacian.transposeProduct(with: inverse)
                source = .responses(responses, spreads: laplacian.diagonal)
                byVertex = Self.variances(responses, laplacian.diagonal)
            }
        }
        variances = vertices.map { [additions] vertex in
            var variance = byVertex[vertex]
            for (left, right) in additions { variance += left[vertex] * right[vertex] }
            return max(0, variance)
        }
    }

    /// The variance of θₐ − θ_b.
    public func differenceVariance(_ a: Int, _ b: Int) -> Double {
        let (a, b) = (vertices[a], vertices[b])
        guard a != b else { return 0 }
        var sum = 0.0
        switch source {
        case .inverse(let inverse): sum = (inverse[a, a] - inverse[a, b]) + (inverse[b, b] - inverse[a, b])
        case .responses(let responses, let spreads):
            for (part, spread) in spreads.enumerated() where spread > 0 {
                let response = responses[part, a] - responses[part, b]
                sum += spread * response * response
            }
        case .solutions(let spread):
            if let spread {
                sum = spread.laplacianSquare(factor.solveLaplacian(Self.currents(from: a, to: b, factor)))
            } else {
                let solution = difference(a, b).strengths
                sum = solution[a] - solution[b]
            }
        }
        for (left, right) in additions { sum += (left[a] - left[b]) * (right[a] - right[b]) }
        return max(0, sum)
    }

    /// How θₐ − θ_b answers to a push on each model's score, and on that of each further parameter: a row of H⁻¹ less another.
    func influence(_ a: Int, _ b: Int) -> (strengths: [Double], parameters: [Double]) {
        let answer = difference(vertices[a], vertices[b])
        return (vertices.map { answer.strengths[$0] }, answer.parameters)
    }

    /// A column of H⁻¹ less another.
    private func difference(_ a: Int, _ b: Int) -> (strengths: [Double], parameters: [Double]) {
        factor.solve(Self.currents(from: a, to: b, factor), Array(repeating: 0, count: across.count))
    }

    private static func currents(from a: Int, to b: Int, _ factor: BorderedFactor) -> [Double] {
        var currents = Array(repeating: 0.0, count: factor.laplacian.order)
        currents[a] += 1
        currents[b] -= 1
        return currents
    }

    /// M, or the strengths' part of H⁻¹ where `across` is given.
    private static func inverse(_ factor: BorderedFactor, _ across: [[Double]]) -> BlockMatrix {
        let bare = factor.laplacian.core.inverse()
        var inverse = factor.gauge == .zeroMean ? bare.centred() : bare
        let carried = factor.carried
        for row in 0..<inverse.order where !across.isEmpty {
            for column in 0..<inverse.order {
                var sum = 0.0
                for k in carried.indices { sum -= carried[k][row] * across[k][column] }
                inverse[row, column] += sum
            }
        }
        return inverse
    }

    private static func additions(
        _ factor: BorderedFactor,
        _ across: [[Double]],
        _ spread: BorderedForm
    ) -> [(left: [Double], right: [Double])] {
        // M·C_B for each further parameter.
        let passed = spread.border.map(factor.solveLaplacian)
        var additions: [(left: [Double], right: [Double])] = []
        for k in across.indices {
            // M C Qᵀ and its transpose, and Q D Qᵀ with Q = −W S⁻¹.
            additions.append((passed[k], across[k]))
            additions.append((across[k], passed[k]))
            let corner = across[k].indices.map { vertex in
                across.indices.reduce(0.0) { $0 + across[$1][vertex] * spread.corner[$1][k] }
            }
            additions.append((corner, across[k]))
        }
        return additions
    }

    private static func variances(_ responses: BlockMatrix, _ spreads: [Double]) -> [Double] {
        var sums = Array(repeating: BlockMatrix.Block.zero, count: responses.stride)
        for (part, spread) in spreads.enumerated() where spread > 0 {
            let row = part * responses.stride
            for block in 0..<responses.stride {
                let response = responses.blocks[row + block]
                sums[block] += response * response * spread
            }
        }
        return (0..<responses.order).map { sums[$0 / 4][$0 % 4] }
    }

    /// The further parameters' part of the sandwich: RDR with R = S⁻¹.
    private static func parameters(_ rest: [[Double]], _ spread: BorderedForm) -> [[Double]] {
        rest.map { row in
            rest.indices.map { column in
                var sum = 0.0
                for k in rest.indices {
                    for l in rest.indices { sum += row[k] * spread.corner[k][l] * rest[l][column] }
                }
                return sum
            }
        }
    }
}
