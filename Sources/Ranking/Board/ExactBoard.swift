/// A board with the fit behind it: the exact maximum and its covariance.
public struct ExactBoard: Sendable {
    /// The board.
    public let board: Board

    /// Who can be rated and who cannot.
    let graph: ComparisonGraph
    /// The fit of the rated models; nil when there are none.
    let fit: BradleyTerry.Fit?
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
        let unrankable = Board.unrankable(graph.reasons, tallies)
        guard !graph.rankable.isEmpty else {
            (fit, sandwich, isDecided) = (nil, nil, false)
            board = Board(
                rows: [],
                unrankable: unrankable,
                converged: true,
                iterations: 0,
                gradientNorm: 0,
                battlesFitted: 0,
                battlesTotal: all.battles
            )
            return
        }
        let cells = all.restricted(to: graph.rankable, of: modelCount)
        let fit = BradleyTerry.maximise(modelCount: graph.rankable.count, cells: cells)
        let sandwich = Sandwich(of: fit)
        isDecided = cells.contains { $0.firstWins > 0 || $0.secondWins > 0 }
        board = Board(
            rows: Board.rows(
                models: graph.rankable,
                strengths: fit.strengths,
                variances: isDecided ? sandwich.variances : sandwich.inverseHessianVariances,
                z: z,
                tallies: tallies
            ),
            unrankable: unrankable,
            converged: fit.converged,
            iterations: fit.iterations,
            gradientNorm: fit.gradientNorm,
            battlesFitted: cells.battles,
            battlesTotal: all.battles
        )
        (self.fit, self.sandwich) = (fit, sandwich)
    }
}
