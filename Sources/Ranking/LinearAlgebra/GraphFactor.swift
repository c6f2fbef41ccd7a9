/// The factor of a weighted graph's Laplacian: rows of the vertices eliminated one by one, and the dense factor of the core.
///
/// Every step is that of ``LaplacianFactor``, without subtractions: eliminating a vertex adds wᵢₖwₖⱼ/dₖ to the weight between
/// each two of its neighbours, and what remains is the Laplacian of a smaller graph.
struct GraphFactor: Sendable {
    let plan: EliminationPlan
    /// The factor of the core.
    let core: LaplacianFactor
    /// The weights in the plan's rows at the moment their vertex is eliminated.
    let values: [Double]
    /// The sum of each row's weights; 1 where there are none.
    let pivots: [Double]

    var order: Int { plan.order }

    /// The factor of a graph that is all core, given its weights above the diagonal.
    init(weights: BlockMatrix) {
        plan = EliminationPlan(coreOrder: weights.order)
        core = LaplacianFactor(weights: weights)
        (values, pivots) = ([], [])
    }

    /// Factors the Laplacian of a plan's graph, given the weights of its edges, none of them negative.
    init(_ plan: EliminationPlan, weights: [Double]) {
        self.plan = plan
        var matrix = BlockMatrix(order: plan.coreOrder)
        var values = Array(repeating: 0.0, count: plan.neighbours.count)
        for (edge, weight) in weights.enumerated() {
            switch plan.slot(of: edge) {
            case .row(let entry): values[entry] += weight
            case .core(let row, let column): matrix[row, column] += weight
            case .none: break
            }
        }
        pivots = Self.eliminate(plan, &values)
        Self.pass(to: &matrix, values, pivots, plan)
        self.values = values
        core = LaplacianFactor(weights: matrix)
    }

    /// Brings each row up to date with those before it, and takes its pivot.
    private static func eliminate(_ plan: EliminationPlan, _ values: inout [Double]) -> [Double] {
        var pivots = Array(repeating: 1.0, count: plan.eliminated)
        var added = Array(repeating: 0.0, count: plan.order)
        for row in 0..<plan.eliminated {
            for (earlier, entry) in plan.entries[plan.columnStarts[row]..<plan.columnStarts[row + 1]] {
                let factor = values[Int(entry)] / pivots[Int(earlier)]
                for later in (Int(entry) + 1)..<max(plan.starts[Int(earlier) + 1], Int(entry) + 1) {
                    added[Int(plan.neighbours[later])] += factor * values[later]
                }
            }
            var sum = 0.0
            for entry in plan.starts[row]..<plan.starts[row + 1] {
                let column = Int(plan.neighbours[entry])
                values[entry] += added[column]
                added[column] = 0
                sum += values[entry]
            }
            if sum > 0 { pivots[row] = sum }
        }
        return pivots
    }

    /// Adds to the core's weights what the rows pass on to it.
    private static func pass(
        to core: inout BlockMatrix,
        _ values: [Double],
        _ pivots: [Double],
        _ plan: EliminationPlan
    ) {
        guard plan.isSparse else { return }
        let rows = Parallel.map(plan.coreOrder) { [stride = core.stride] row in
            passed(toRow: row, width: stride, values, pivots, plan)
        }
        for (row, added) in rows.enumerated() {
            for (block, sum) in added.enumerated() { core.blocks[row * core.stride + block] += sum }
        }
    }

    /// What the rows pass on to a row of the core, of `width` blocks.
    private static func passed(
        toRow row: Int,
        width: Int,
        _ values: [Double],
        _ pivots: [Double],
        _ plan: EliminationPlan
    ) -> [BlockMatrix.Block] {
        var added = Array(repeating: 0.0, count: 4 * width)
        let column = row + plan.eliminated
        for (earlier, entry) in plan.entries[plan.columnStarts[column]..<plan.columnStarts[column + 1]] {
            let factor = values[Int(entry)] / pivots[Int(earlier)]
            for later in (Int(entry) + 1)..<max(plan.starts[Int(earlier) + 1], Int(entry) + 1) {
                added[Int(plan.neighbours[later]) - plan.eliminated] += factor * values[later]
            }
        }
        return (0..<width).map {
            BlockMatrix.Block(added[4 * $0], added[4 * $0 + 1], added[4 * $0 + 2], added[4 * $0 + 3])
        }
    }

    /// The potentials x that carry the currents `currents`: Laplacian · x = currents, with x = 0 at the grounded vertex.
    ///
    /// The currents sum to zero.
    func solve(_ currents: [Double]) -> [Double] {
        guard plan.isSparse else { return core.solve(currents) }
        var x = Array(repeating: 0.0, count: order)
        for (vertex, current) in currents.enumerated() { x[plan.positions[vertex]] = current }
        for row in 0..<plan.eliminated {
            let factor = x[row] / pivots[row]
            guard factor != 0 else { continue }
            for entry in plan.starts[row]..<plan.starts[row + 1] {
                x[Int(plan.neighbours[entry])] += factor * values[entry]
            }
        }
        x.replaceSubrange(plan.eliminated..., with: core.solve(Array(x[plan.eliminated...])))
        for row in stride(from: plan.eliminated - 1, through: 0, by: -1) {
            var sum = x[row]
            for entry in plan.starts[row]..<plan.starts[row + 1] {
                sum += values[entry] * x[Int(plan.neighbours[entry])]
            }
            x[row] = sum / pivots[row]
        }
        return plan.positions.map { x[$0] }
    }
}
