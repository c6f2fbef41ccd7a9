/// Newton's method on the Bradley-Terry log-likelihood.
///
/// Far from the maximum a full step may overshoot. Along any line the second derivative changes by at most a factor e^D
/// when the strength differences change by D, so the step shortened to ln(1 + D)/D of its length always climbs (Bach 2010,
/// section 2; Sun and Tran-Dinh 2019). A long step that goes past the top of its line is cut to between that and the top,
/// which reaches the maximum from anywhere. A step merely known to end higher would not do: it can throw one model so
/// far out that the likelihood is all but straight there, and the way back takes thousands of steps.
struct Newton {
    private let modelCount: Int
    private let pairings: [Pairing]
    private let battles: [Double]
    private var strengths: [Double]

    /// Up to this change of a strength difference, a full step climbs for certain, at least 0.4 times the first-order gain.
    private static let safeChange = 0.5
    /// Keeps the graph of weights connected where a weight would underflow; no weight near the maximum is as small.
    private static let leastWeight = 1e-100

    init(modelCount: Int, pairings: [Pairing]) {
        self.modelCount = modelCount
        self.pairings = pairings
        strengths = Array(repeating: 0, count: modelCount)
        var battles = Array(repeating: 0.0, count: modelCount)
        for pairing in pairings {
            battles[pairing.first] += pairing.battles
            battles[pairing.second] += pairing.battles
        }
        self.battles = battles
    }

    /// Iterates until step and gradient are within tolerance, never on the likelihood, which is flat long before the maximum.
    mutating func run(_ options: BradleyTerry.Options) -> BradleyTerry.Fit {
        var iterations = 0
        while true {
            let (gradient, hessian) = derivatives()
            let factor = LaplacianFactor(weights: hessian)
            let step = centred(factor.solve(gradient))
            let size = step.lazy.map(abs).max() ?? 0
            let reach = max(1, strengths.lazy.map(abs).max() ?? 0)
            let isLast = size <= options.stepTolerance * reach && isWithin(options.gradientTolerance, gradient)
            if !isLast && iterations >= options.maximumIterations { return fit(factor, iterations, converged: false) }
            advance(by: step)
            iterations += 1
            if isLast { return fit(factor, iterations, converged: true) }
        }
    }

    private func fit(_ factor: LaplacianFactor, _ iterations: Int, converged: Bool) -> BradleyTerry.Fit {
        BradleyTerry.Fit(
            strengths: strengths,
            converged: converged,
            iterations: iterations,
            gradientNorm: gradient().lazy.map(abs).max() ?? 0,
            logLikelihood: logLikelihood(),
            pairings: pairings,
            factor: factor
        )
    }

    private func isWithin(_ tolerance: Double, _ gradient: [Double]) -> Bool {
        zip(gradient, battles).allSatisfy { abs($0) <= tolerance * $1 }
    }

    /// Adds to the gradient what a pairing's result exceeds its expectation by, for both sides.
    ///
    /// Counts and expectations go into the sums apart, the expectations from the unlikelier side: where a few upsets hold
    /// up a model, they are digits far below the counts.
    @inline(__always)
    private func add(
        _ pairing: Pairing,
        at difference: Double,
        _ p: (first: Double, second: Double),
        to gradient: inout [CompensatedSum]
    ) {
        let (count, expectation) =
            difference >= 0
            ? (-pairing.secondScore, pairing.battles * p.second) : (pairing.firstScore, -pairing.battles * p.first)
        gradient[pairing.first] += count
        gradient[pairing.first] += expectation
        gradient[pairing.second] += -count
        gradient[pairing.second] += -expectation
    }

    /// The gradient, and the weights n·p·(1 − p) whose Laplacian is the negated Hessian.
    private func derivatives() -> (gradient: [Double], hessian: BlockMatrix) {
        var hessian = BlockMatrix(order: modelCount)
        var gradient = Array(repeating: CompensatedSum(), count: modelCount)
        for pairing in pairings {
            let difference = strengths[pairing.first] - strengths[pairing.second]
            let p = Pairing.probabilities(difference)
            add(pairing, at: difference, p, to: &gradient)
            hessian[pairing.first, pairing.second] = max(pairing.battles * p.first * p.second, Self.leastWeight)
        }
        return (gradient.map(\.value), hessian)
    }

    private func gradient() -> [Double] {
        var gradient = Array(repeating: CompensatedSum(), count: modelCount)
        for pairing in pairings {
            let difference = strengths[pairing.first] - strengths[pairing.second]
            add(pairing, at: difference, Pairing.probabilities(difference), to: &gradient)
        }
        return gradient.map(\.value)
    }

    private func logLikelihood() -> Double {
        var sum = CompensatedSum()
        for pairing in pairings {
            let difference = strengths[pairing.first] - strengths[pairing.second]
            sum += -pairing.firstScore * Elementary.softplus(-difference)
            sum += -pairing.secondScore * Elementary.softplus(difference)
        }
        return sum.value
    }

    private mutating func advance(by step: [Double]) {
        let change = pairings.lazy.map { abs(step[$0.first] - step[$0.second]) }.max() ?? 0
        let share = change <= Self.safeChange ? 1 : share(of: step, changing: change)
        strengths = centred(zip(strengths, step).map { $0 + share * $1 })
    }

    /// How much of a long step to take: all of it unless that goes past the top of the line, else nearly up to the top.
    private func share(of step: [Double], changing change: Double) -> Double {
        if slope(along: step, at: 1) >= 0 { return 1 }
        var (low, high) = (Elementary.log(1 + change) / change, 1.0)
        while high > 1.25 * low {
            let middle = (low * high).squareRoot()
            if slope(along: step, at: middle) >= 0 { low = middle } else { high = middle }
        }
        return low
    }

    /// The derivative of the log-likelihood along `step`, when `share` of it has been taken.
    private func slope(along step: [Double], at share: Double) -> Double {
        var sum = CompensatedSum()
        for pairing in pairings {
            let change = step[pairing.first] - step[pairing.second]
            let difference = strengths[pairing.first] - strengths[pairing.second] + share * change
            let p = Pairing.probabilities(difference)
            sum += change * (pairing.firstScore * p.second - pairing.secondScore * p.first)
        }
        return sum.value
    }

    private func centred(_ values: [Double]) -> [Double] {
        var sum = CompensatedSum()
        for value in values { sum += value }
        let mean = modelCount == 0 ? 0 : sum.value / Double(modelCount)
        return values.map { $0 - mean }
    }
}
