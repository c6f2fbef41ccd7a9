/// Bradley-Terry with features: the chance that A beats B is σ(θₐ − θ_b + Σ βₖzₖ), z the standardised features.
///
/// A feature that is the same in every battle is not centred: it is the advantage of being shown as A. What features explain, such
/// as that longer answers please, is then no longer counted as strength (style control; Chatbot Arena's, 2024). No penalty is put
/// on coefficients: one shrinks them and lets the style back in. A ridge is on strengths alone.
public struct FeatureFit: Sendable {
    /// A feature's coefficient.
    public struct Coefficient: Sendable, Hashable {
        /// The feature.
        public let name: String
        /// The change of log odds for one standard deviation more of the feature.
        public let value: Double
        /// Its standard error.
        public let standardError: Double
        /// The feature's mean over the battles fitted.
        public let mean: Double
        /// The feature's standard deviation over the battles fitted.
        public let deviation: Double
    }

    /// The strengths on the log scale, by member; their mean is zero unless there is a ridge or members are pinned.
    public let strengths: [Double]
    /// The coefficients of the standardised features, in order.
    public let coefficients: [Double]
    /// The features' means and standard deviations, by which they were standardised.
    public let means: [Double]
    /// See ``means``.
    public let deviations: [Double]
    /// The Newton steps taken.
    public let iterations: Int
    /// The largest derivative of the log-likelihood where the last step began.
    public let gradientNorm: Double

    private let problem: Problem
    private let factor: BorderedFactor

    /// Steps get shorter quadratically: what is left after one this short is below 10⁻¹⁵.
    private static let stepTolerance = 1e-8
    private static let iterationLimit = 100

    /// Fits the battles among `members`, ascending, who are strongly connected by wins and draws unless there is a ridge.
    ///
    /// - Parameters:
    ///   - battles: the battles.
    ///   - members: the models to be fitted.
    ///   - ridge: λ of λ/2·|θ|², taken from the log-likelihood; not on coefficients.
    ///   - pinned: members, by their place, whose strengths are given, on the log scale.
    ///   - weighting: what battles weigh beside their own weights.
    /// - Throws: `PairFit.Failure` where a feature cannot be told from the strengths or from other features, and where
    ///   features divide wins from losses so well that there is no maximum.
    public init(
        _ battles: FeaturedBattles,
        members: [Int],
        ridge: Double = 0,
        pinned: [Int: Double] = [:],
        weighting: Weighting = .equal
    ) throws(PairFit.Failure) {
        let cells = battles.counts.cells.restricted(to: members, of: battles.modelCount)
        try self.init(battles, members: members, cells: cells, ridge: ridge, pinned: pinned, weighting: weighting)
    }

    /// Fits battles that have been counted, as `cells` of `members`, already.
    init(
        _ battles: FeaturedBattles,
        members: [Int],
        cells: [PairCounts.Cell],
        ridge: Double,
        pinned: [Int: Double],
        weighting: Weighting
    ) throws(PairFit.Failure) {
        precondition(ridge >= 0, "a ridge has a weight of 0 or more")
        let groups = FeatureGroups(battles, members: members, cells: cells, weighting: weighting)
        var (means, remainders, deviations) = groups.moments()
        // As far as sums of `Double` can tell one.
        for (index, name) in battles.features.enumerated() where !(deviations[index] > 1e-12 * abs(means[index])) {
            // The same in every battle: an advantage of side A, in units of its own.
            guard means[index] != 0 else { throw .singular("the feature \(name), which is zero in every battle,") }
            (means[index], remainders[index], deviations[index]) = (0, 0, abs(means[index]))
        }
        let vertices = FitVertices(modelCount: members.count, pinned: pinned, hasRidge: ridge > 0)
        let edges = vertices.edges(groups.groups.lazy.map { ($0.a, $0.b) }, hasRidge: ridge > 0)
        let problem = Problem(
            groups: groups,
            features: battles.features,
            means: means,
            remainders: remainders,
            deviations: deviations,
            vertices: vertices,
            plan: EliminationPlan(order: vertices.count, edges: edges, isGrounded: vertices.isGrounded),
            ridge: ridge
        )
        var start = vertices.start
        if ridge == 0 && pinned.isEmpty {
            // Counts have their strengths in no time, which are nearly those sought: that saves passes over the battles.
            let options = BradleyTerry.Options(stepTolerance: 1e-3, gradientTolerance: 1)
            let plan = EliminationPlan.sparse(cells, modelCount: members.count)
            start =
                BradleyTerry.maximise(modelCount: members.count, cells: cells, plan: plan, options: options).strengths
        }
        try self.init(problem, from: start)
    }

    private init(_ problem: Problem, from start: [Double]) throws(PairFit.Failure) {
        var point = Point(strengths: start, coefficients: Array(repeating: 0, count: problem.groups.featureCount))
        var state = problem.state(at: point)
        guard var factor = problem.factor(state.information) else {
            throw problem.collinearity(in: state.information)
        }
        var step = factor.solve(state.gradient, state.slopes)
        var iterations = 0
        while true {
            let size = Self.size(step)
            guard iterations < Self.iterationLimit, size.isFinite else {
                throw problem.separation(at: point) ?? .notConverged(iterations: iterations)
            }
            iterations += 1
            // So short a step changes no derivative: there is nothing to be seen at where it leads.
            guard size > Self.stepTolerance * NewtonSteps.reach(point.strengths) else { break }
            // Along the step the likelihood climbs with a slope that falls: one that has turned has gone past the top.
            let climb = state.slope(along: step)
            var next = point.moved(by: step, share: 1, problem.vertices)
            var nextState = problem.state(at: next)
            if size > 1e-6, !(nextState.slope(along: step) >= (size > NewtonSteps.far ? 0 : -0.9 * climb)) {
                let share = NewtonSteps.share { share in
                    let slope = problem.slope(at: point.moved(by: step, share: share, problem.vertices))
                    return Self.slope(slope.strengths, slope.coefficients, along: step)
                }
                next = point.moved(by: step, share: share, problem.vertices)
                nextState = problem.state(at: next)
            }
            (point, state) = (next, nextState)
            guard let refreshed = problem.factor(state.information) else {
                throw problem.separation(at: point) ?? problem.collinearity(in: state.information)
            }
            factor = refreshed
            step = factor.solve(state.gradient, state.slopes)
        }
        point = point.moved(by: step, share: 1, problem.vertices)
        self.factor = factor
        strengths = point.strengths
        coefficients = point.coefficients
        (means, deviations) = (problem.means, problem.deviations)
        self.iterations = iterations
        gradientNorm = max(Array(state.gradient[problem.vertices.free]).largest, state.slopes.largest)
        self.problem = problem
    }

    /// The covariance of strengths and coefficients; O(n³).
    public func covariance(_ kind: Covariance.Kind) -> Covariance {
        Covariance(
            factor: factor,
            spread: problem.spread(
                at: Point(strengths: strengths, coefficients: coefficients),
                factor,
                isExpected: kind == .expectedSandwich
            ),
            kind: kind,
            vertices: problem.vertices.ofModel
        )
    }

    /// Strengths and coefficients had other voters voted: each battle as often as drawn, the features standardised as they were.
    ///
    /// - Returns: `nil` where there is no maximum.
    func resampled(_ random: inout Random, chordLimit: Int) -> Bootstrap.Sample? {
        var problem = problem
        problem.groups = problem.groups.resampled(&random)
        guard problem.ridge > 0 || problem.vertices.areConnected(by: problem.groups.outcomesMet) else { return nil }
        var point = Point(strengths: strengths, coefficients: coefficients)
        var lastSize = Double.infinity
        for _ in 0..<chordLimit {
            let slope = problem.slope(at: point)
            let step = factor.solve(slope.strengths, slope.coefficients)
            let size = Self.size(step)
            guard size < 0.7 * lastSize else { break }
            point = point.moved(by: step, share: 1, problem.vertices)
            if size < 1e-7 { return Bootstrap.Sample(strengths: point.strengths, parameters: point.coefficients) }
            lastSize = size
        }
        guard let fit = try? FeatureFit(problem, from: problem.vertices.start) else { return nil }
        return Bootstrap.Sample(strengths: fit.strengths, parameters: fit.coefficients)
    }

    private static func size(_ step: (strengths: [Double], parameters: [Double])) -> Double {
        (step.strengths + step.parameters).largest
    }

    private static func slope(_ gradient: [Double], _ slopes: [Double], along step: NewtonSteps.Step) -> Double {
        zip(gradient, step.strengths).reduce(0) { $0 + $1.0 * $1.1 }
            + zip(slopes, step.parameters).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private struct Point {
        var strengths: [Double]
        var coefficients: [Double]

        func moved(
            by step: (strengths: [Double], parameters: [Double]),
            share: Double,
            _ vertices: FitVertices
        ) -> Point {
            Point(
                strengths: vertices.moved(strengths, by: step.strengths, share: share),
                coefficients: zip(coefficients, step.parameters).map { $0 + share * $1 }
            )
        }
    }

    private struct State {
        var gradient: [Double]
        var slopes: [Double]
        var information: BorderedForm

        func slope(along step: NewtonSteps.Step) -> Double { FeatureFit.slope(gradient, slopes, along: step) }
    }

    private struct Problem {
        var groups: FeatureGroups
        let features: [String]
        let means: [Double]
        let remainders: [Double]
        let deviations: [Double]
        let vertices: FitVertices
        let plan: EliminationPlan
        let ridge: Double

        /// Nil where less than a thousand-millionth of some feature is its own: its coefficient would have few digits.
        func factor(_ information: BorderedForm) -> BorderedFactor? {
            BorderedFactor(information, gauge: vertices.gauge, least: 1e-9)
        }

        /// Which feature follows from the strengths or from the features before it.
        func collinearity(in information: BorderedForm) -> PairFit.Failure {
            let count = features.indices.first { count in
                factor(information.withParameters(0..<count + 1)) == nil
            }
            guard let last = count else { return .singular("a feature (of \(features.joined(separator: ", ")))") }
            let alone = information.withParameters(last..<last + 1)
            if last == 0 || factor(alone) == nil {
                return .singular("the feature \(features[last]), which follows from who plays whom,")
            }
            let before = features[..<last].joined(separator: ", ")
            return .singular("the feature \(features[last]), which follows from \(before) and who plays whom,")
        }

        /// The feature whose coefficient is on its way out of all reason; nil where none is.
        func separation(at point: Point) -> PairFit.Failure? {
            let sizes = point.coefficients.map(\.magnitude)
            guard let largest = sizes.max(), !(largest < 8), let place = sizes.firstIndex(of: largest) else {
                return nil
            }
            return .separated(features[place])
        }

        func state(at point: Point) -> State {
            let sums = pass(at: point).sums(.information)
            var information = form(sums.information)
            // The edges after those of the battles are the ridge's.
            for edge in groups.groups.count..<plan.edges.count { information.weights[edge] = ridge }
            return State(gradient: gradient(sums, at: point), slopes: sums.featureSlopes, information: information)
        }

        /// The spread of the scores, the coefficients' less what the strengths explain of them (see ``Covariance``).
        func spread(at point: Point, _ factor: BorderedFactor, isExpected: Bool) -> BorderedForm {
            var pass = pass(at: point)
            pass.shares = factor.carried.map { carried in vertices.ofModel.map { carried[$0] } }
            return form(pass.sums(isExpected ? .expectedSpread : .spread).spread)
        }

        /// The derivatives alone.
        func slope(at point: Point) -> (strengths: [Double], coefficients: [Double]) {
            let sums = pass(at: point).sums()
            return (gradient(sums, at: point), sums.featureSlopes)
        }

        private func pass(at point: Point) -> FeaturePass {
            FeaturePass(
                groups: groups,
                means: means,
                remainders: remainders,
                scales: deviations.map { 1 / $0 },
                strengths: point.strengths,
                coefficients: point.coefficients
            )
        }

        private func gradient(_ sums: FeaturePass.Sums, at point: Point) -> [Double] {
            var gradient = Array(repeating: 0.0, count: vertices.count)
            for (group, slope) in zip(groups.groups, sums.slopes) {
                gradient[vertices.ofModel[group.a]] += slope
                gradient[vertices.ofModel[group.b]] -= slope
            }
            vertices.pull(&gradient, towardsZero: point.strengths, ridge: ridge)
            return gradient
        }

        /// For each battle, the square of its vector times its mass.
        private func form(_ squares: FeatureSquares) -> BorderedForm {
            let count = groups.featureCount
            var form = BorderedForm(plan, parameters: count)
            for (edge, group) in groups.groups.enumerated() {
                let (first, second) = (vertices.ofModel[group.a], vertices.ofModel[group.b])
                form.weights[edge] += squares.masses[edge]
                for feature in 0..<count {
                    form.addBorder(squares.borders[edge * count + feature], first, second, feature)
                }
            }
            var place = 0
            for feature in 0..<count {
                for other in 0...feature {
                    form.corner[feature][other] = squares.corner[place]
                    form.corner[other][feature] = squares.corner[place]
                    place += 1
                }
            }
            return form
        }
    }
}
