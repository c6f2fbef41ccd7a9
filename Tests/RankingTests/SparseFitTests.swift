import Testing

@testable import Ranking

@Suite("Sparse graphs") struct SparseFitTests {
    private static let models = 70

    /// Battles along a ring of models, each with some that are near, and one who met many.
    private static func cells(_ seed: UInt64, models: Int = models) -> [PairCounts.Cell] {
        var generator = SeededGenerator(seed: seed)
        var counts = PairCounts(modelCount: models)
        let newIndex = Array(0..<models).shuffled(using: &generator)
        for model in 0..<models {
            for step in [1, 2] {
                let other = newIndex[(model + step) % models]
                for outcome in Outcome.allCases {
                    let count = Int64.random(in: 0...6, using: &generator) + (outcome == .tie ? 1 : 0)
                    counts.add(a: newIndex[model], b: other, outcome: outcome, count: count)
                }
            }
            if model % 7 == 3 { counts.add(a: newIndex[model], b: newIndex[0], outcome: .modelB, count: 2) }
        }
        return counts.cells
    }

    private static func plan(_ cells: [PairCounts.Cell], _ vertices: FitVertices, ridge: Double, sparse: Bool)
        -> EliminationPlan
    {
        EliminationPlan(
            order: vertices.count,
            edges: vertices.edges(cells.map { ($0.first, $0.second) }, hasRidge: ridge > 0),
            isGrounded: vertices.isGrounded,
            leastOrder: sparse ? 10 : .max
        )
    }

    @Test("a sparse factor gives what a dense one gives", arguments: PairModel.allCases, [1, 2, 3] as [UInt64])
    func sparseIsDense(model: PairModel, seed: UInt64) throws {
        let cells = Self.cells(seed)
        for (ridge, pinned) in [(0, [:]), (0.3, [:]), (0, [3: 0.5, 40: -0.2]), (0.3, [3: 0.5, 40: -0.2])]
            as [(Double, [Int: Double])]
        {
            let vertices = FitVertices(modelCount: Self.models, pinned: pinned, hasRidge: ridge > 0)
            let weighted = cells.map { WeightedCell($0) }
            let fits = try [false, true].map { sparse in
                let plan = Self.plan(cells, vertices, ridge: ridge, sparse: sparse)
                #expect(plan.isSparse == sparse)
                #expect(!sparse || plan.coreOrder < Self.models / 2)
                return try PairFit(cells: weighted, model: model, ridge: ridge, vertices: vertices, plan: plan)
            }
            for model in 0..<Self.models {
                #expect(isClose(fits[0].strengths[model], fits[1].strengths[model], absolute: 1e-10))
            }
            for kind in Covariance.Kind.allCases {
                let (dense, sparse) = (fits[0].covariance(kind), fits[1].covariance(kind))
                for model in 0..<Self.models {
                    #expect(isClose(dense.variances[model], sparse.variances[model], relative: 1e-9))
                    let (one, other) = (dense.differenceVariance(model, 5), sparse.differenceVariance(model, 5))
                    #expect(isClose(one, other, absolute: 1e-14, relative: 1e-9))
                }
                for (one, other) in zip(dense.parameters.joined(), sparse.parameters.joined()) {
                    #expect(isClose(one, other, relative: 1e-9))
                }
                let (one, other) = (dense.influence(1, 2), sparse.influence(1, 2))
                for (left, right) in zip(one.strengths + one.parameters, other.strengths + other.parameters) {
                    #expect(isClose(left, right, absolute: 1e-10))
                }
            }
        }
    }

    @Test("the server's own fit too", arguments: 1...3)
    func newton(seed: UInt64) {
        let cells = Self.cells(seed)
        let vertices = FitVertices(modelCount: Self.models, pinned: [:], hasRidge: false)
        let plan = Self.plan(cells, vertices, ridge: 0, sparse: true)
        let dense = BradleyTerry.maximise(modelCount: Self.models, cells: cells)
        let sparse = BradleyTerry.maximise(modelCount: Self.models, cells: cells, plan: plan)
        #expect(dense.converged && sparse.converged && sparse.factor.plan.isSparse)
        #expect(zip(dense.strengths, sparse.strengths).allSatisfy { isClose($0, $1, absolute: 1e-11) })
        let variances = BorderedFactor(sparse.factor).variances(spread: nil)
        for (one, other) in zip(Sandwich(of: dense).inverseHessianVariances, variances) {
            #expect(isClose(one, other, relative: 1e-10))
        }
    }

    @Test("weights far apart keep their digits: nothing is subtracted")
    func farApart() {
        // A path: the variance of a difference is the sum of the inverse weights along it.
        let weights = (0..<40).map { $0 % 3 == 0 ? 1e9 : $0 % 3 == 1 ? 1.0 : 1e-6 }
        let edges = weights.indices.map { EliminationPlan.Edge($0, $0 + 1) }
        let plan = EliminationPlan(order: 41, edges: edges, isGrounded: true, leastOrder: 10)
        #expect(plan.isSparse)
        let factor = GraphFactor(plan, weights: weights)
        for strong in [0, 3, 21] {
            var currents = Array(repeating: 0.0, count: 41)
            (currents[strong], currents[strong + 1]) = (1, -1)
            let x = factor.solve(currents)
            #expect(isClose(x[strong] - x[strong + 1], 1e-9, absolute: 1e-9))
        }
        let columns = InverseColumns(factor)
        for group in 0..<columns.groups {
            let values = columns.columns(of: group)
            for (lane, place) in columns.places(of: group).enumerated() {
                let vertex = plan.positions.firstIndex(of: place) ?? 0
                let expected = weights[vertex...].reduce(0) { $0 + 1 / $1 }
                #expect(isClose(values[place][lane], expected, relative: 1e-13))
            }
        }
    }

    @Test("a large sparse board is fitted sparsely, by both ways to the same digits")
    func largeBoard() throws {
        let models = 520
        let counts = try PairCounts(modelCount: models, cells: Self.cells(9, models: models))
        let exact = ExactBoard(modelCount: models, cells: counts.cells)
        #expect(exact.sandwich == nil && exact.fit?.factor.plan.isSparse == true && exact.board.converged)
        #expect(LiveBoard(exact) == nil)
        let analysis = try RatingAnalysis(counts: counts)
        for (one, other) in zip(exact.board.rows, analysis.board.rows) {
            #expect(one.model == other.model && one.rank == other.rank)
            #expect(isClose(one.rating, other.rating, absolute: 2e-8))
            #expect(isClose(one.standardError, other.standardError, relative: 1e-9))
        }
    }

    @Test("a large dense factor, by all processors, is the one known in closed form")
    func largeDense() {
        // Weights aᵢaⱼ: the inverse is 1/(aᵢS) on the diagonal and 1/(aₙS) everywhere, S the sum of all a.
        let order = 600
        let sizes = (0..<order).map { 1 + Double($0 * 37 % 101) / 10 }
        var weights = BlockMatrix(order: order)
        for row in 0..<order {
            for column in 0..<order where row < column { weights[row, column] = sizes[row] * sizes[column] }
        }
        let factor = LaplacianFactor(weights: weights)
        let inverse = factor.inverse()
        let sum = sizes.reduce(0, +)
        let ground = 1 / (sizes[order - 1] * sum)
        for row in stride(from: 0, to: order - 1, by: 23) {
            for column in 0..<(order - 1) {
                let expected = ground + (row == column ? 1 / (sizes[row] * sum) : 0)
                #expect(isClose(inverse[row, column], expected, relative: 1e-11))
            }
        }
        // Lᵀ times a matrix, element by element: the edges to later vertices are to their sum as their sizes are.
        let product = factor.transposeProduct(with: inverse)
        for row in stride(from: 0, to: order - 1, by: 37) {
            let later = sizes[(row + 1)...].reduce(0, +)
            for column in stride(from: 0, to: order - 1, by: 41) {
                let mean = ((row + 1)..<order).reduce(0) { $0 + sizes[$1] / later * inverse[$1, column] }
                #expect(isClose(product[row, column], inverse[row, column] - mean, absolute: 1e-15, relative: 1e-9))
            }
        }
    }
}
