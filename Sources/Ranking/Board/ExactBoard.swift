/// A board with the fit behind it: the exact maximum and its covariance.
public struct ExactBoard: Sendable {
    /// The board.
    public let board: Board

    /// Who can be rated and who cannot.
    let graph: ComparisonGraph
    /// The fit of the rated models; nil when there are none.
    let fit: BradleyTerry.Fit?
    /// The covariance of all models by all models; nil where there are none, and where the fit has a sparse factor.
    let sandwich: Sandwich?
    /// Whether some battle among the rated models had a winner.
    let isDecided: Bool
    let z: Double

    /// Fits the cells, which are in ascending order, of models `0 ..< modelCount`; see ``Board/bradleyTerry(counts:confidence:)``.
    public init(modelCount: Int, cells all: [PairCounts.Cell], confidence z: Double = Board.z95) {
        let all = all.withoutNegativeCounts()
        let tallies = all.tallies(modelCount: modelCount)
        graph = ComparisonGraph(all, tallies: tallies)
        self.z = z
        let unrankable = Board.unrankable(graph.reasons, graph.groups, tallies)
        guard !graph.rankable.isEmpty else {
            (fit, sandwich, isDecided) = (nil, nil, false)
            board = Board(
                rows: [],
                unrankable: unrankable,
                intervals: .sandwich,
                converged: true,
                iterations: 0,
                gradientNorm: 0,
                battlesFitted: 0,
                battlesTotal: all.battles
            )
            return
        }
        let cells = all.restricted(to: graph.rankable, of: modelCount)
        let plan = EliminationPlan.sparse(cells, modelCount: graph.rankable.count)
        let fit = BradleyTerry.maximise(modelCount: graph.rankable.count, cells: cells, plan: plan)
        isDecided = cells.contains { $0.firstWins > 0 || $0.secondWins > 0 }
        let variances: [Double]
        if plan == nil {
            let dense = Sandwich(of: fit)
            variances = isDecided ? dense.variances : dense.inverseHessianVariances
            sandwich = dense
        } else {
            variances = Self.variances(of: fit, cells, isDecided: isDecided)
            sandwich = nil
        }
        self.fit = fit
        board = Board(
            rows: Board.rows(
                models: graph.rankable,
                strengths: fit.strengths,
                variances: variances,
                z: z,
                tallies: tallies
            ),
            unrankable: unrankable,
            intervals: isDecided ? .sandwich : .inverseHessian,
            converged: fit.converged,
            iterations: fit.iterations,
            gradientNorm: fit.gradientNorm,
            battlesFitted: cells.battles,
            battlesTotal: all.battles
        )
    }

    /// The variances of strengths of a fit with a sparse factor: those of the sandwich, or where nothing was decided of H⁻¹.
    private static func variances(of fit: BradleyTerry.Fit, _ cells: [PairCounts.Cell], isDecided: Bool) -> [Double] {
        var spread = BorderedForm(fit.factor.plan, parameters: 0)
        for (edge, cell) in cells.enumerated() {
            let u = fit.strengths[cell.first] - fit.strengths[cell.second]
            spread.weights[edge] = PairModel.bradleyTerry.terms(of: WeightedCell(cell), u: u, tau: 0).spread.uu
        }
        return BorderedFactor(fit.factor).variances(spread: isDecided ? spread : nil).map { max(0, $0) }
    }
}
