/// The maximum of a likelihood of pairs of models: strengths, and the tie parameter where the model has one.
///
/// Newton's method on a concave likelihood, with steps halved until they climb.
public struct PairFit: Sendable {
    /// Why there is no such maximum.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The information on a parameter vanished: it cannot be told from the others.
        case singular(String)
        /// The steps did not end; the maximum may lie at infinity.
        case notConverged(iterations: Int)

        /// What is wrong and what to do about it.
        public var description: String {
            switch self {
            case .singular(let what):
                "The fit has no unique maximum: \(what) cannot be told from the strengths or from the other parameters."
            case .notConverged(let iterations):
                """
                The fit did not settle within \(iterations) steps: the likelihood may have no maximum. A ridge gives it one, \
                or fewer parameters.
                """
            }
        }
    }

    /// The model of a battle.
    public let model: PairModel
    /// The strengths on the log scale, by model index; with a mean of zero unless there is a ridge.
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
    private let information: BorderedForm
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
    public init(modelCount: Int, cells: [WeightedCell], model: PairModel, ridge: Double = 0) throws(Failure) {
        precondition(ridge >= 0, "a ridge has a weight of 0 or more")
        let weight = cells.reduce(0) { $0 + $1.weight }
        let drawn = cells.reduce(0) { $0 + $1.draws.weight }
        // Without draws, or with nothing else, the tie parameter goes to its limit and takes no part.
        let isTied = model.hasTieParameter && drawn > 0 && drawn < weight
        let effective = isTied ? model : .bradleyTerry
        let problem = Problem(modelCount: modelCount, cells: cells, model: effective, ridge: ridge)
        var point = Point(
            strengths: Array(repeating: 0, count: problem.vertices),
            tau: isTied ? model.start(drawShare: drawn / weight) : 0
        )
        var state = problem.state(at: point)
        var iterations = 0
        var lastSize = Double.infinity
        while true {
            guard let factor = BorderedFactor(state.information, gauge: problem.gauge) else {
                throw .singular("the tie parameter")
            }
            let step = factor.solve(state.gradient, isTied ? [state.tauGradient] : [])
            let size = (step.strengths + step.parameters).largest
            let reach = max(1, max(point.strengths.largest, abs(point.tau)))
            guard iterations < Self.iterationLimit, size.isFinite else { throw .notConverged(iterations: iterations) }
            // Along the step the likelihood climbs with a slope that falls: one that has turned steep has gone too far.
            let climb = state.slope(along: step)
            var share = 1.0
            var next = point.moved(by: step, share: share)
            var nextState = problem.allows(next) ? problem.state(at: next) : nil
            while size > 1e-6, nextState.map({ $0.slope(along: step) < -0.9 * climb }) ?? true, share > 1e-9 {
                share /= 2
                next = point.moved(by: step, share: share)
                nextState = problem.allows(next) ? problem.state(at: next) : nil
            }
            guard let nextState else { throw .notConverged(iterations: iterations) }
            (point, state) = (next, nextState)
            iterations += 1
            // Where battles tell little, rounding keeps steps from getting as short as they should: no shorter is as good.
            let isFloor = size <= Self.floorTolerance * reach && size > lastSize / 2
            if size <= Self.stepTolerance * reach || isFloor { break }
            lastSize = size
        }
        guard let factor = BorderedFactor(state.information, gauge: problem.gauge) else {
            throw .singular("the tie parameter")
        }
        self.model = model
        strengths = Array(point.strengths.prefix(modelCount))
        tieParameter = isTied ? point.tau : nil
        self.ridge = ridge
        logLikelihood = state.logLikelihood
        self.iterations = iterations
        gradientNorm = max(state.gradient.prefix(modelCount).map(abs).max() ?? 0, abs(state.tauGradient))
        self.cells = cells
        information = state.information
        self.factor = factor
    }

    /// The covariance of strengths and tie parameter; O(n³).
    public func covariance(_ kind: Covariance.Kind) -> Covariance {
        let problem = Problem(
            modelCount: strengths.count,
            cells: cells,
            model: tieParameter == nil ? .bradleyTerry : model,
            ridge: ridge
        )
        return Covariance(
            information: information,
            factor: factor,
            spread: problem.spread(at: Point(strengths: strengths, tau: tieParameter ?? 0)),
            kind: kind,
            modelCount: strengths.count
        )
    }

    /// The strengths with other battles of the same models: by chord steps with this fit's factor, or anew.
    ///
    /// - Parameter tolerance: the size of the last step.
    /// - Returns: `nil` where they have no maximum.
    func refitted(_ cells: [WeightedCell], chordLimit: Int, tolerance: Double = 1e-7) -> [Double]? {
        let isTied = tieParameter != nil
        let problem = Problem(
            modelCount: strengths.count,
            cells: cells,
            model: isTied ? model : .bradleyTerry,
            ridge: ridge
        )
        guard ridge > 0 || Self.isConnected(cells, modelCount: strengths.count) else { return nil }
        var point = Point(strengths: strengths, tau: tieParameter ?? 0)
        if ridge > 0 { point.strengths.append(0) }
        var lastSize = Double.infinity
        for _ in 0..<chordLimit {
            guard problem.allows(point) else { break }
            let slope = problem.slope(at: point)
            let step = factor.solve(slope.gradient, isTied ? [slope.tau] : [])
            let size = (step.strengths + step.parameters).largest
            guard size < 0.7 * lastSize else { break }
            point = point.moved(by: step, share: 1)
            if size < tolerance { return Array(point.strengths.prefix(strengths.count)) }
            lastSize = size
        }
        return try? PairFit(modelCount: strengths.count, cells: cells, model: model, ridge: ridge).strengths
    }

    private static func isConnected(_ cells: [WeightedCell], modelCount: Int) -> Bool {
        // Only whether an outcome happened matters for that.
        let met = cells.compactMap { cell -> PairCounts.Cell? in
            guard cell.weight > 0 else { return nil }
            return PairCounts.Cell(
                first: cell.first,
                second: cell.second,
                firstWins: cell.firstWins.weight > 0 ? 1 : 0,
                secondWins: cell.secondWins.weight > 0 ? 1 : 0,
                ties: cell.draws.weight > 0 ? 1 : 0
            )
        }
        return ComparisonGraph(met, tallies: met.tallies(modelCount: modelCount)).components.count <= 1
    }

    private struct Point {
        var strengths: [Double]
        var tau: Double

        func moved(by step: (strengths: [Double], parameters: [Double]), share: Double) -> Point {
            Point(
                strengths: zip(strengths, step.strengths).map { $0 + share * $1 },
                tau: tau + share * (step.parameters.first ?? 0)
            )
        }
    }

    private struct State {
        var logLikelihood = 0.0
        var gradient: [Double]
        var tauGradient = 0.0
        var information: BorderedForm

        func slope(along step: (strengths: [Double], parameters: [Double])) -> Double {
            zip(gradient, step.strengths).reduce(0) { $0 + $1.0 * $1.1 } + tauGradient * (step.parameters.first ?? 0)
        }
    }

    private struct Problem {
        let modelCount: Int
        let cells: [WeightedCell]
        let model: PairModel
        let ridge: Double

        /// A ridge ties every model to one more vertex.
        var vertices: Int { ridge > 0 ? modelCount + 1 : modelCount }
        var gauge: BorderedFactor.Gauge { ridge > 0 ? .grounded : .zeroMean }
        private var parameters: Int { model.hasTieParameter ? 1 : 0 }

        func allows(_ point: Point) -> Bool { !model.hasTieParameter || model.allows(point.tau) }

        func state(at point: Point) -> State {
            var state = State(
                gradient: Array(repeating: 0, count: vertices),
                information: BorderedForm(vertices: vertices, parameters: parameters)
            )
            for cell in cells {
                let (i, j) = (cell.first, cell.second)
                let terms = model.terms(of: cell, u: point.strengths[i] - point.strengths[j], tau: point.tau)
                state.logLikelihood += terms.logLikelihood
                state.gradient[i] += terms.slope.u
                state.gradient[j] -= terms.slope.u
                state.tauGradient += terms.slope.tau
                add(terms.information, i, j, to: &state.information)
            }
            pull(&state.gradient, at: point)
            if ridge > 0 {
                for index in 0..<modelCount { state.information.weights[index, modelCount] = ridge }
            }
            return state
        }

        /// The derivatives alone.
        func slope(at point: Point) -> (gradient: [Double], tau: Double) {
            var gradient = Array(repeating: 0.0, count: vertices)
            var tau = 0.0
            for cell in cells {
                let u = point.strengths[cell.first] - point.strengths[cell.second]
                let slope = model.slope(of: cell, u: u, tau: point.tau)
                gradient[cell.first] += slope.u
                gradient[cell.second] -= slope.u
                tau += slope.tau
            }
            pull(&gradient, at: point)
            return (gradient, tau)
        }

        /// Adds the ridge's part to the slopes of the battles.
        ///
        /// What the battles give one model they take from another: what their slopes sum to is rounding, which a small ridge, all
        /// that holds the strengths' mean, would make large. It is taken out first.
        private func pull(_ gradient: inout [Double], at point: Point) {
            guard ridge > 0 else { return }
            var sum = CompensatedSum()
            for slope in gradient { sum += slope }
            let excess = sum.value / Double(max(modelCount, 1))
            for index in 0..<modelCount { gradient[index] -= excess + ridge * point.strengths[index] }
        }

        func spread(at point: Point) -> BorderedForm {
            var form = BorderedForm(vertices: vertices, parameters: parameters)
            for cell in cells {
                let u = point.strengths[cell.first] - point.strengths[cell.second]
                let terms = model.terms(of: cell, u: u, tau: point.tau)
                add(terms.spread, cell.first, cell.second, to: &form)
            }
            return form
        }

        private func add(_ square: PairModel.Symmetric, _ i: Int, _ j: Int, to form: inout BorderedForm) {
            form.weights[i, j] += square.uu
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
