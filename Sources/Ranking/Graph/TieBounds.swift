/// Whether strengths and tie parameter of Davidson's or Rao's and Kupper's model have a maximum of the likelihood.
///
/// Some battle was drawn and some won, and wins and draws connect the models. There is no maximum exactly where strengths d and a tie
/// parameter t > 0 can grow together without any battle becoming less likely: dᵢ − dⱼ ≥ t for each win of i over j and |dᵢ − dⱼ| ≤ t
/// for each draw (of Davidson's model with 2t for t). With t = 1 that is a system of differences, which has a solution exactly where
/// no cycle's bounds sum to less than zero (Bellman 1958; Ford 1956). No rounding enters into it.
enum TieBounds {
    /// - Parameter vertices: by model; pinned models are one.
    static func haveMaximum(_ cells: [WeightedCell], _ vertices: FitVertices) -> Bool {
        var bounds: [(from: Int, to: Int, bound: Int)] = []
        for cell in cells {
            let (first, second) = (vertices.ofModel[cell.first], vertices.ofModel[cell.second])
            let (wins, losses) = (cell.firstWins.weight > 0, cell.secondWins.weight > 0)
            // Won both ways, or between models whose difference is fixed: nothing can grow.
            if wins && losses || first == second && (wins || losses) { return true }
            if wins { bounds.append((first, second, -1)) }
            if losses { bounds.append((second, first, -1)) }
            if cell.draws.weight > 0, first != second {
                bounds.append((first, second, 1))
                bounds.append((second, first, 1))
            }
        }
        // The least of all ways to each vertex; on a cycle below zero there is no least.
        var least = Array(repeating: 0, count: vertices.count)
        for _ in 0...vertices.count {
            var isSettled = true
            for (from, to, bound) in bounds where least[from] + bound < least[to] {
                least[to] = least[from] + bound
                isSettled = false
            }
            if isSettled { return false }
        }
        return true
    }
}
