/// Bradley-Terry with features: the chance that A beats B is σ(θₐ − θ_b + Σ βₖzₖ), z the standardised features.
///
/// A feature that is the same in every battle is not centred: it is the advantage of being shown as A. What features explain, such as that longer answers please, is then no longer counted as strength (style control;
/// Chatbot Arena's, 2024). Without a penalty: one shrinks the coefficients and lets the style back in.
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

    /// The strengths on the log scale, by member; their mean is zero.
    public let strengths: [Double]
    /// The coefficients of the standardised features, in order.
    public let coefficients: [Double]
    /// The features' means and standard deviations, by which they were standardised.
    public let means: [Double]
    /// See ``means``.
    public let deviations: [Double]
    /// The Newton steps taken.
    public let iterations: Int
    /// The largest derivative of the log-likelihood.
    public let gradientNorm: Double

    private let groups: FeatureGroups
    private let information: BorderedForm
    private let factor: BorderedFactor

    private typealias Block = FeatureGroups.Block

    private static let stepTolerance = 1e-10
    private static let iterationLimit = 100

    /// Fits the battles among `members`, ascending, who are strongly connected by wins and draws.
    ///
    /// - Throws: `PairFit.Failure` where a feature cannot be told from the strengths or from other features, and where
    ///   features divide wins from losses so well that there is no maximum.
    public init(_ battles: FeaturedBattles, members: [Int]) throws(PairFit.Failure) {
        let groups = FeatureGroups(battles, members: members)
        var (means, deviations) = groups.moments()
        for (index, name) in battles.features.enumerated() where !(deviations[index] > 1e-6 * abs(means[index])) {
            // The same in every battle: an advantage of side A, in units of its own.
            guard means[index] != 0 else { throw .singular("the feature \(name), which is zero in every battle,") }
            (means[index], deviations[index]) = (0, abs(means[index]))
        }
        let problem = Problem(groups: groups, means: means, scales: deviations.map { 1 / $0 })
        var point = Point(
            strengths: Array(repeating: 0, count: members.count),
            coefficients: Array(repeating: 0, count: groups.featureCount)
        )
        var state = problem.state(at: point)
        var iterations = 0
        while true {
            guard let factor = BorderedFactor(state.information, gauge: .zeroMean) else {
                throw .singular("a feature (of \(battles.features.joined(separator: ", ")))")
            }
            let step = factor.solve(state.gradient, state.slopes)
            let size = (step.strengths + step.parameters).largest
            guard iterations < Self.iterationLimit, size.isFinite else { throw .notConverged(iterations: iterations) }
            // Along the step the likelihood climbs with a slope that falls: one that has turned steep has gone too far.
            let climb = state.slope(along: step)
            var share = 1.0
            var next = point.moved(by: step, share: share)
            var nextState = problem.state(at: next)
            while size > 1e-6, nextState.slope(along: step) < -0.9 * climb, share > 1e-6 {
                share /= 2
                next = point.moved(by: step, share: share)
                nextState = problem.state(at: next)
            }
            (point, state) = (next, nextState)
            iterations += 1
            if size <= Self.stepTolerance * max(1, point.strengths.largest) { break }
        }
        guard let factor = BorderedFactor(state.information, gauge: .zeroMean) else {
            throw .singular("a feature (of \(battles.features.joined(separator: ", ")))")
        }
        strengths = point.strengths
        coefficients = point.coefficients
        (self.means, self.deviations) = (means, deviations)
        self.iterations = iterations
        gradientNorm = max(state.gradient.largest, state.slopes.largest)
        self.groups = groups
        information = state.information
        self.factor = factor
    }

    /// The covariance of strengths and coefficients; O(n³) and one pass over the battles.
    public func covariance(_ kind: Covariance.Kind) -> Covariance {
        let problem = Problem(groups: groups, means: means, scales: deviations.map { 1 / $0 })
        return Covariance(
            information: information,
            factor: factor,
            spread: problem.spread(at: Point(strengths: strengths, coefficients: coefficients)),
            kind: kind,
            modelCount: strengths.count
        )
    }

    private struct Point {
        var strengths: [Double]
        var coefficients: [Double]

        func moved(by step: (strengths: [Double], parameters: [Double]), share: Double) -> Point {
            Point(
                strengths: zip(strengths, step.strengths).map { $0 + share * $1 },
                coefficients: zip(coefficients, step.parameters).map { $0 + share * $1 }
            )
        }
    }

    private struct State {
        var gradient: [Double]
        var slopes: [Double]
        var information: BorderedForm

        func slope(along step: (strengths: [Double], parameters: [Double])) -> Double {
            zip(gradient, step.strengths).reduce(0) { $0 + $1.0 * $1.1 }
                + zip(slopes, step.parameters).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    private struct Problem {
        let groups: FeatureGroups
        let means: [Double]
        let scales: [Double]

        func state(at point: Point) -> State {
            var state = State(
                gradient: Array(repeating: 0, count: groups.modelCount),
                slopes: [],
                information: BorderedForm(vertices: groups.modelCount, parameters: groups.featureCount)
            )
            var slopes = Array(repeating: Block.zero, count: groups.featureCount)
            accumulate(at: point, into: &state.information) { group, slope in
                state.gradient[group.a] += slope
                state.gradient[group.b] -= slope
            } each: { weight, residual, outlook, features in
                let slope = weight * residual
                for feature in features.indices { slopes[feature] += slope * features[feature] }
                return (weight * outlook.likely * outlook.unlikely, slope)
            }
            state.slopes = slopes.map { $0.sum() }
            return state
        }

        func spread(at point: Point) -> BorderedForm {
            var form = BorderedForm(vertices: groups.modelCount, parameters: groups.featureCount)
            accumulate(at: point, into: &form) { _, _ in
            } each: { weight, residual, _, _ in
                let slope = weight * residual
                return (slope * slope, slope)
            }
            return form
        }

        /// Adds to the form, for each battle, the square of its vector times the mass that `each` gives it.
        @inline(__always)
        private func accumulate(
            at point: Point,
            into form: inout BorderedForm,
            group finish: (FeatureGroups.Group, Double) -> Void,
            each: (Block, Block, Outlook, [Block]) -> (mass: Block, slope: Block)
        ) {
            let count = groups.featureCount
            var features = Array(repeating: Block.zero, count: count)
            var border = Array(repeating: Block.zero, count: count)
            var corner = Array(repeating: Block.zero, count: count * (count + 1) / 2)
            for group in groups.groups {
                let difference = point.strengths[group.a] - point.strengths[group.b]
                var (massSum, slopeSum) = (Block.zero, Block.zero)
                for feature in 0..<count { border[feature] = .zero }
                for block in group.blocks {
                    var logOdds = Block(repeating: difference)
                    for feature in 0..<count {
                        let raw = Block(groups.values[block * count + feature])
                        features[feature] = (raw - means[feature]) * scales[feature]
                        logOdds += features[feature] * point.coefficients[feature]
                    }
                    let outlook = Outlook(difference: logOdds)
                    let residual = Block(groups.scores[block]) - outlook.first
                    let (mass, slope) = each(Block(groups.weights[block]), residual, outlook, features)
                    massSum += mass
                    slopeSum += slope
                    var place = 0
                    for feature in 0..<count {
                        let weighed = mass * features[feature]
                        border[feature] += weighed
                        for other in 0...feature {
                            corner[place] += weighed * features[other]
                            place += 1
                        }
                    }
                }
                form.weights[min(group.a, group.b), max(group.a, group.b)] += massSum.sum()
                for feature in 0..<count { form.addBorder(border[feature].sum(), group.a, group.b, feature) }
                finish(group, slopeSum.sum())
            }
            var place = 0
            for feature in 0..<count {
                for other in 0...feature {
                    let sum = corner[place].sum()
                    form.corner[feature][other] = sum
                    form.corner[other][feature] = sum
                    place += 1
                }
            }
        }
    }
}
