/// The Bradley-Terry model: the chance that i beats j is 1 / (1 + e^(θⱼ − θᵢ)) (Bradley and Terry 1952).
///
/// A tie, and a battle judged both bad, counts as half a win for each side.
public enum BradleyTerry {
    /// When a fit stops.
    public struct Options: Sendable, Hashable {
        /// The largest last step, as a share of the largest strength or of 1 if that is more.
        public var stepTolerance: Double
        /// The largest gap between a model's wins and those the fit expects of it, as a share of its battles.
        public var gradientTolerance: Double
        /// Newton steps after which the fit gives up and says so.
        public var maximumIterations: Int

        /// Options of a fit; the defaults are exact to the published digits.
        public init(stepTolerance: Double = 1e-11, gradientTolerance: Double = 1e-11, maximumIterations: Int = 200) {
            self.stepTolerance = stepTolerance
            self.gradientTolerance = gradientTolerance
            self.maximumIterations = maximumIterations
        }
    }

    /// Why there is no maximum to look for.
    public enum FitError: Error, Hashable, Sendable, CustomStringConvertible {
        /// Some model cannot be reached from another through wins and ties; the graph falls into this many components.
        case notStronglyConnected(components: Int)
        /// The counts of a pair are below zero.
        case negativeCount(PairCounts.Cell)

        /// What is wrong and what to do about it.
        public var description: String {
            switch self {
            case .notStronglyConnected(let components):
                """
                Bradley-Terry: the graph of wins and ties has \(components) strongly connected components, and the \
                likelihood a maximum only inside one: fit one component (see ComparisonGraph)
                """
            case .negativeCount(let cell):
                "Bradley-Terry: pair (\(cell.first), \(cell.second)) has a count below zero: \(cell)"
            }
        }
    }

    /// The exact maximum of the likelihood over a strongly connected set of models.
    ///
    /// Newton's method from zero, O(pairs) a step and one factor, O(n³); the same counts in the same order give the same bits.
    public static func fit(_ counts: PairCounts, options: Options = Options()) throws(FitError) -> Fit {
        let cells = counts.cells
        if let cell = cells.first(where: \.isNegative) { throw .negativeCount(cell) }
        let components = ComparisonGraph(counts).components.count
        guard components <= 1 else { throw .notStronglyConnected(components: components) }
        return maximise(modelCount: counts.modelCount, cells: cells, options: options)
    }

    /// The fit of cells known to be strongly connected, not negative and in ascending order.
    ///
    /// - Parameter plan: of the cells' pairs, in their order; nil to take them as a dense graph.
    static func maximise(
        modelCount: Int,
        cells: [PairCounts.Cell],
        plan: EliminationPlan? = nil,
        from start: [Double]? = nil,
        options: Options = Options()
    ) -> Fit {
        let plan = plan ?? EliminationPlan(order: modelCount, edges: cells.edges, isGrounded: false, leastOrder: .max)
        var newton = Newton(Pairings(modelCount: modelCount, cells: cells), plan: plan, from: start)
        return newton.run(options)
    }
}

extension [PairCounts.Cell] {
    /// The pairs as edges of a graph.
    var edges: [EliminationPlan.Edge] { map { EliminationPlan.Edge($0.first, $0.second) } }
}
