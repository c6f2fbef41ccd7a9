/// The vertices of the graph that a fit factors: a model each, and where strengths have a zero of their own one more, grounded.
///
/// A ridge ties every model to that vertex, with its weight. Pinned models are no unknowns: they *are* that vertex, all of them.
struct FitVertices: Sendable {
    /// The vertex of each model.
    let ofModel: [Int]
    /// The number of vertices.
    let count: Int
    /// Whether the last vertex stands for constants.
    let isGrounded: Bool
    /// The strength of each pinned model.
    let pinned: [Int: Double]

    /// The vertices of models `0 ..< modelCount`.
    init(modelCount: Int, pinned: [Int: Double], hasRidge: Bool) {
        self.pinned = pinned
        isGrounded = hasRidge || !pinned.isEmpty
        let free = modelCount - pinned.count
        var next = 0
        ofModel = (0..<modelCount).map { model in
            guard pinned[model] == nil else { return free }
            next += 1
            return next - 1
        }
        count = free + (isGrounded ? 1 : 0)
    }

    /// The vertices of models that are to be estimated.
    var free: Range<Int> { 0..<(isGrounded ? count - 1 : count) }
    var gauge: BorderedFactor.Gauge { isGrounded ? .grounded : .zeroMean }

    /// The edges of a fit with battles between these pairs of models: theirs, then, with a ridge, those of the free models to the
    /// ground.
    func edges(_ pairs: some Sequence<(Int, Int)>, hasRidge: Bool) -> [EliminationPlan.Edge] {
        var edges = pairs.map { EliminationPlan.Edge(ofModel[$0], ofModel[$1]) }
        if hasRidge { edges += free.map { EliminationPlan.Edge($0, count - 1) } }
        return edges
    }

    /// Where a fit starts: pinned models where they are, the others at the mean of those.
    var start: [Double] {
        let mean = pinned.isEmpty ? 0 : pinned.keys.sorted().reduce(0) { $0 + (pinned[$1] ?? 0) } / Double(pinned.count)
        return ofModel.indices.map { pinned[$0] ?? mean }
    }

    /// Strengths moved by a share of a step, which is by vertex; pinned ones stay where they are.
    func moved(_ strengths: [Double], by step: [Double], share: Double) -> [Double] {
        strengths.indices.map { model in
            pinned[model] == nil ? strengths[model] + share * step[ofModel[model]] : strengths[model]
        }
    }

    /// Takes the ridge's part from the slopes of the battles, which are by vertex.
    ///
    /// What the battles give one model they take from another: what their slopes sum to is rounding, which a small ridge, all
    /// that holds the strengths' mean, would make large. It is taken out first, unless pinned models hold the mean.
    func pull(_ gradient: inout [Double], towardsZero strengths: [Double], ridge: Double) {
        guard ridge > 0 else { return }
        var excess = 0.0
        if pinned.isEmpty {
            var sum = CompensatedSum()
            for slope in gradient { sum += slope }
            excess = sum.value / Double(max(strengths.count, 1))
        }
        for (model, vertex) in ofModel.enumerated() where pinned[model] == nil {
            gradient[vertex] -= excess + ridge * strengths[model]
        }
    }

    /// Whether wins and draws connect all models, those pinned taken as one.
    func areConnected(by cells: [PairCounts.Cell]) -> Bool {
        let met = cells.compactMap { cell -> PairCounts.Cell? in
            let (first, second) = (ofModel[cell.first], ofModel[cell.second])
            guard !cell.isZero, first != second else { return nil }
            return cell.relabelled(first, second)
        }
        return ComparisonGraph(met, tallies: met.tallies(modelCount: count)).components.count <= 1
    }
}
