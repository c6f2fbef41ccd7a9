/// The maximum of a likelihood of pairs of models: strengths, and the tie parameter where the model has one.
///
/// Newton's method on a concave likelihood, with long steps cut to nearly the top of their line.
public struct PairFit: Sendable {
    /// Why there is no such maximum.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The information on a parameter vanished: it cannot be told from the others.
        case singular(String)
        /// A feature, by name, divides wins from losses so well that its coefficient grows without end.
        case separated(String)
        /// Strengths and tie parameter grow together without end, or so far that nothing tells them apart.
        case boundless
        /// The steps did not end; the maximum may lie at infinity.
        case notConverged(iterations: Int)

        /// What is wrong and what to do about it.
        public var description: String {
            switch self {
            case .singular(let what):
                "The fit has no unique maximum: \(what) cannot be told apart from what else is fitted. Leave it out."
            case .separated(let name):
                """
                The fit has no maximum: with the feature \(name), wins and losses can be told apart without error, so that its \
                coefficient grows without end. Leave it out, or take one that does not follow from who won.
                """
            case .boundless:
                """
                The fit has no maximum: strengths and tie parameter grow together without end, as where no draw contradicts \
                the wins. A ridge gives it one; Bradley-Terry, where a draw is half a win, has one without.
                """
            case .notConverged(let iterations):
                """
                The fit did not settle within \(iterations) steps: the likelihood may have no maximum, or is so flat that rounding hides \
                it. A ridge, a larger one, or fewer parameters give it one.
                """
            }
        }
    }

    /// The model of a battle.
    public let model: PairModel
    /// The strengths on the log scale, by model index; with a mean of zero unless there is a ridge or models are pinned.
    public let strengths: [Double]
    /// ln ν of Davidson's model or η of Rao's and Kupper's; nil for Bradley-Terry, and where no battle, or every one, was
    /// drawn: the models are then Bradley-Terry's at their limit.
    public let tieParameter: Double?
    /// The ridge's weight: λ/2·|θ|² is taken from the log-likelihood; 0 when there is none.
    public let ridge: Double
    /// The log-likelihood, without the ridge.
    public let logLikelihood: Double
    /// The Newton steps taken.
    public let iterations: Int
    /// The largest derivative of what was maximised, in weights of battles.
    public let gradientNorm: Double

    private let cells: [WeightedCell]
    private let vertices: FitVertices
    private let factor: BorderedFactor

    private static let stepTolerance = 1e-11
    /// Steps of this size that get no shorter are rounding.
    private static let floorTolerance = 1e-8
    private static let iterationLimit = 200

    /// Fits models `0 ..< modelCount`, who are strongly connected by wins and draws unless there is a ridge.
    ///
    /// - Parameters:
    ///   - modelCount: how many models there are.
    ///   - cells: each pair once, no weight negative.
    ///   - model: the model of a battle.
    ///   - ridge: its weight, not negative.
    ///   - pinned: models whose strengths are given, on the log scale; the others' are estimated given those.
    public init(
        modelCount: Int,
        cells: [WeightedCell],
        model: PairModel,
        ridge: Double = 0,
        pinned: [Int: Double] = [:]
    ) throws(Failure) {
        precondition(ridge >= 0, "a ridge has a weight of 0 or more")
        precondition(pinned.keys.allSatisfy((0..<modelCount).contains), "pinned models are among the fit's")
        let vertices = FitVertices(modelCount: modelCount, pinned: pinned, hasRidge: ridge > 0)
        let edges = vertices.edges(cells.lazy.map { ($0.first, $0.second) }, hasRidge: ridge > 0)
        let plan = EliminationPlan(order: vertices.count, edges: edges, isGrounded: vertices.isGrounded)
        try self.init(cells: cells, model: model, ridge: ridge, vertices: vertices, plan: plan)
    }

    init(
        cells: [WeightedCell],
        model: PairModel,
        ridge: Double,
        vertices: FitVertices,
        plan: EliminationPlan
    ) throws(Failure) {
        let weight = cells.reduce(0) { $0 + $1.weight }
        let drawn = cells.reduce(0) { $0 + $1.draws.weight }
        // Without draws, or with nothing else, the tie parameter goes to its limit and takes no part.
        let isTied = model.hasTieParameter && drawn > 0 && drawn < weight
        let effective = isTied ? model : .bradleyTerry
        guard !isTied || ridge > 0 || TieBounds.haveMaximum(cells, vertices) else { throw .boundless }
        let problem = Problem(cells: cells, model: effective, ridge: ridge, vertices: vertices)
        var point = Point(
            strengths: vertices.start,
            tau: isTied ? model.start(drawShare: drawn / weight) : 0
        )
        var state = problem.state(at: point, plan)
        var iterations = 0
        var steps = NewtonSteps(gauge: vertices.gauge, keepsMean: vertices.pinned.isEmpty)
        while true {
            let reach = NewtonSteps.reach(point.strengths, point.tau)
            let lastSize = steps.lastSize
            // Where battles tell little, rounding keeps steps from getting as short as they should: no shorter is as good.
            func isLast(_ size: Double) -> Bool {
                size <= Self.stepTolerance * reach || (size <= Self.floorTolerance * reach && size > lastSize / 2)
            }
            let slope = isTied ? [state.tauGradient] : []
            guard let (step, size) = steps.next(state.information, state.gradient, slope, isShort: isLast) else {
                throw .boundless
            }
            guard iterations < Self.iterationLimit, size.isFinite else { throw .notConverged(iterations: iterations) }
            // Along the step the likelihood climbs with a slope that falls: one that has turned has gone past the top.
            let climb = state.slope(along: step)
            var next = point.moved(by: step, share: 1, vertices)
            var nextState = problem.allows(next) ? problem.state(at: next, plan) : nil
            let slopeThere = nextState?.slope(along: step) ?? -.infinity
            if size > 1e-6, !(slopeThere >= (size > NewtonSteps.far ? 0 : -0.9 * climb)) {
                let share = NewtonSteps.share { share in
                    let there = point.moved(by: step, share: share, vertices)
                    guard problem.allows(there) else { return -.infinity }
                    let slope = problem.slope(at: there)
                    return Self.slope(slope.gradient, slope.tau, along: step)
                }
                next = point.moved(by: step, share: share, vertices)
                nextState = problem.allows(next) ? problem.state(at: next, plan) : nil
            }
            guard let nextState else { throw .notConverged(iterations: iterations) }
            (point, state) = (next, nextState)
            iterations += 1
            steps.move(by: size)
            if isLast(size) { break }
        }
        guard let factor = steps.factor(of: state.information) else { throw .boundless }
        self.model = model
        strengths = point.strengths
        tieParameter = isTied ? point.tau : nil
        self.ridge = ridge
        logLikelihood = state.logLikelihood
        self.iterations = iterations
        gradientNorm = max(state.gradient[vertices.free].lazy.map(abs).max() ?? 0, abs(state.tauGradient))
        self.cells = cells
        self.vertices = vertices
        self.factor = factor
    }

    /// The covariance of strengths and tie parameter; O(n³), less where models met few of the others.
    public func covariance(_ kind: Covariance.Kind) -> Covariance {
        let point = Point(strengths: strengths, tau: tieParameter ?? 0)
        let problem = problem(cells)
        return Covariance(
            factor: factor,
            spread: kind == .expectedSandwich
                ? problem.expectedSpread(at: point, factor) : problem.spread(at: point, factor),
            kind: kind,
            vertices: vertices.ofModel
        )
    }

    private func problem(_ cells: [WeightedCell]) -> Problem {
        let model = tieParameter == nil ? .bradleyTerry : model
        return Problem(cells: cells, model: model, ridge: ridge, vertices: vertices)
    }

    /// The strengths with other battles of the same pairs: by chord steps with this fit's factor, or anew.
    ///
    /// - Parameters:
    ///   - cells: the fit's own with other weights.
    ///   - tolerance: the size of the last step.
    /// - Returns: the strengths and the tie parameter where the model has one; `nil` where there is no maximum.
    func refitted(
        _ cells: [WeightedCell],
        chordLimit: Int,
        tolerance: Double = 1e-7
    ) -> (strengths: [Double], tieParameter: Double?)? {
        let isTied = tieParameter != nil
        let problem = problem(cells)
        guard ridge > 0 || vertices.areConnected(by: cells.map(\.outcomesMet)) else { return nil }
        guard !isTied || ridge > 0 || TieBounds.haveMaximum(cells, vertices) else { return nil }
        var point = Point(strengths: strengths, tau: tieParameter ?? 0)
        var lastSize = Double.infinity
        for _ in 0..<chordLimit {
            guard problem.allows(point) else { break }
            let slope = problem.slope(at: point)
            let step = factor.solve(slope.gradient, isTied ? [slope.tau] : [])
            let size = (step.strengths + step.parameters).largest
            guard size < 0.7 * lastSize else { break }
            point = point.moved(by: step, share: 1, vertices)
            if size < tolerance { return (point.strengths, isTied ? point.tau : nil) }
            lastSize = size
        }
        let plan = factor.laplacian.plan
        return (try? PairFit(cells: cells, model: model, ridge: ridge, vertices: vertices, plan: plan)).map {
            ($0.strengths, $0.tieParameter)
        }
    }

    private static func slope(_ gradient: [Double], _ tau: Double, along step: NewtonSteps.Step) -> Double {
        zip(gradient, step.strengths).reduce(0) { $0 + $1.0 * $1.1 } + tau * (step.parameters.first ?? 0)
    }

    private struct Point {
        var strengths: [Double]
        var tau: Double

        func moved(
            by step: (strengths: [Double], parameters: [Double]),
            share: Double,
            _ vertices: FitVertices
        ) -> Point {
            Point(
                strengths: vertices.moved(strengths, by: step.strengths, share: share),
                tau: tau + share * (step.parameters.first ?? 0)
            )
        }
    }

    private struct State {
        var logLikelihood = 0.0
        var gradient: [Double]
        var tauGradient = 0.0
        var information: BorderedForm

        func slope(along step: NewtonSteps.Step) -> Double { PairFit.slope(gradient, tauGradient, along: step) }
    }

    private struct Problem {
        var cells: [WeightedCell]
        let model: PairModel
        let ridge: Double
        let vertices: FitVertices

        private var parameters: Int { model.hasTieParameter ? 1 : 0 }

        func allows(_ point: Point) -> Bool { !model.hasTieParameter || model.allows(point.tau) }

        func state(at point: Point, _ plan: EliminationPlan) -> State {
            var state = State(
                gradient: Array(repeating: 0, count: vertices.count),
                information: BorderedForm(plan, parameters: parameters)
            )
            for (edge, cell) in cells.enumerated() {
                let (i, j) = (vertices.ofModel[cell.first], vertices.ofModel[cell.second])
                let u = point.strengths[cell.first] - point.strengths[cell.second]
                let terms = model.terms(of: cell, u: u, tau: point.tau)
                state.logLikelihood += terms.logLikelihood
                state.gradient[i] += terms.slope.u
                state.gradient[j] -= terms.slope.u
                state.tauGradient += terms.slope.tau
                add(terms.information, edge, i, j, to: &state.information)
            }
            vertices.pull(&state.gradient, towardsZero: point.strengths, ridge: ridge)
            // The edges after those of the battles are the ridge's.
            for edge in cells.count..<plan.edges.count { state.information.weights[edge] = ridge }
            return state
        }

        /// The derivatives alone.
        func slope(at point: Point) -> (gradient: [Double], tau: Double) {
            var gradient = Array(repeating: 0.0, count: vertices.count)
            var tau = 0.0
            for cell in cells {
                let u = point.strengths[cell.first] - point.strengths[cell.second]
                let slope = model.slope(of: cell, u: u, tau: point.tau)
                gradient[vertices.ofModel[cell.first]] += slope.u
                gradient[vertices.ofModel[cell.second]] -= slope.u
                tau += slope.tau
            }
            vertices.pull(&gradient, towardsZero: point.strengths, ridge: ridge)
            return (gradient, tau)
        }

        /// The spread of the scores, the tie parameter's less what the strengths explain of it (see ``Covariance``).
        func spread(at point: Point, _ factor: BorderedFactor) -> BorderedForm {
            var form = BorderedForm(factor.laplacian.plan, parameters: parameters)
            for (edge, cell) in cells.enumerated() {
                let (i, j) = (vertices.ofModel[cell.first], vertices.ofModel[cell.second])
                let u = point.strengths[cell.first] - point.strengths[cell.second]
                let shift = factor.carried.first.map { $0[i] - $0[j] } ?? 0
                let terms = model.terms(of: cell, u: u, tau: point.tau, shift: shift)
                add(terms.spread, edge, i, j, to: &form)
            }
            return form
        }

        /// The spread that the model expects, as of battles that ended by its chances.
        func expectedSpread(at point: Point, _ factor: BorderedFactor) -> BorderedForm {
            var problem = self
            problem.cells = cells.map { cell in
                let u = point.strengths[cell.first] - point.strengths[cell.second]
                let chances = model.chances(u: u, tau: point.tau)
                let square = cell.firstWins.square + cell.secondWins.square + cell.draws.square
                var expected = WeightedCell(first: cell.first, second: cell.second)
                expected.firstWins.square = square * chances.won
                expected.secondWins.square = square * chances.lost
                expected.draws.square = square * chances.drawn
                return expected
            }
            return problem.spread(at: point, factor)
        }

        private func add(_ square: PairModel.Symmetric, _ edge: Int, _ i: Int, _ j: Int, to form: inout BorderedForm) {
            form.weights[edge] += square.uu
            guard parameters > 0 else { return }
            form.addBorder(square.uTau, i, j, 0)
            form.corner[0][0] += square.tauTau
        }
    }
}

extension [Double] {
    /// The largest magnitude; 0 of none, and NaN where one is.
    var largest: Double {
        var largest = 0.0
        for value in self {
            if value.isNaN { return .nan }
            largest = Swift.max(largest, abs(value))
        }
        return largest
    }
}
