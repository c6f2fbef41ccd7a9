/// Newton's method on the Bradley-Terry log-likelihood.
///
/// Far from the maximum a full step may overshoot. Along any line the second derivative changes by at most a factor e^D
/// when the strength differences change by D, so the step shortened to ln(1 + D)/D of its length always climbs (Bach 2010,
/// section 2; Sun and Tran-Dinh 2019). A long step that goes past the top of its line is cut to between that and the top,
/// which reaches the maximum from anywhere. A step merely known to end higher would not do: it can throw one model so
/// far out that the likelihood is all but straight there, and the way back takes thousands of steps.
struct Newton {
    private let modelCount: Int
    private let pairings: Pairings
    /// How to factor Hessians that are sparse; nil where they are dense.
    private let plan: EliminationPlan?
    private let battles: [Double]
    private var strengths: [Double]

    /// Up to this change of a strength difference, a full step climbs for certain, at least 0.4 times the first-order gain.
    private static let safeChange = 0.5
    /// Keeps the graph of weights connected where a weight would underflow; no weight near the maximum is as small.
    private static let leastWeight = 1e-100
    /// The most sweeps before the first Newton step.
    private static let sweeps = 4
    /// The most that a sweep moves a strength.
    private static let sweepLimit = 1.0
    /// A step of at most this size makes its factor good for the next step too.
    private static let chordStart = 0.02
    /// The share of the last step beyond which a chord step is not worth taking.
    private static let chordGain = 0.1
    /// The same for sparse graphs, where a factor costs as much as some twenty chord steps.
    private static let sparseChordStart = 0.5
    private static let sparseChordGain = 0.5

    /// Starts from the strengths given, or from zero.
    ///
    /// - Parameter plan: of the pairs of the pairings, in their order; nil to take them as a dense graph.
    init(_ pairings: Pairings, plan: EliminationPlan? = nil, from start: [Double]? = nil) {
        modelCount = pairings.modelCount
        self.plan = plan
        self.pairings = pairings
        battles = pairings.battlesOfModels()
        strengths = start ?? Array(repeating: 0, count: pairings.modelCount)
        if start == nil { approach() }
    }

    /// Goes from zero to the neighbourhood of the maximum where that is cheap: where everybody has met nearly everybody.
    ///
    /// Each model moves for itself, by its own share of the gradient and curvature (Jacobi's method), as long as such sweeps
    /// get much shorter. They cost no factor; where they do not help, Newton's steps find the way all the same.
    private mutating func approach() {
        var lastChange = Double.infinity
        for _ in 0..<Self.sweeps {
            var curvature = Array(repeating: Pairings.Block.zero, count: pairings.width)
            let gradient = pairings.gradient(at: strengths) { first, block, outlook in
                let weights = pairings.battles(block) * outlook.likely * outlook.unlikely
                curvature[Int(pairings.columns[block])] += weights
                curvature[first / 4][first % 4] += weights.sum()
            }
            let step = (0..<modelCount).map { model in
                let curvature = curvature[model / 4][model % 4]
                return curvature > 0 ? min(max(gradient[model] / curvature, -Self.sweepLimit), Self.sweepLimit) : 0
            }
            let change = step.lazy.map(abs).max() ?? 0
            guard change < lastChange / 2 else { return }
            strengths = centred(zip(strengths, step).map { $0 + $1 })
            if change < Self.chordStart { return }
            lastChange = change
        }
    }

    /// Iterates until step and gradient are within tolerance, never on the likelihood, which is flat long before the maximum.
    ///
    /// Near the maximum the Hessian hardly changes, and the last factor serves for further steps (chord steps) as long as
    /// each is a fraction of the one before. The fit ends with a factor of its own.
    mutating func run(_ options: BradleyTerry.Options) -> BradleyTerry.Fit {
        var iterations = 0
        let (chordStart, chordGain) =
            plan == nil ? (Self.chordStart, Self.chordGain) : (Self.sparseChordStart, Self.sparseChordGain)
        var kept: GraphFactor?
        var lastSize = Double.infinity
        while true {
            let gradient: [Double]
            let factor: GraphFactor
            if let kept {
                (gradient, factor) = (pairings.gradient(at: strengths), kept)
            } else {
                (gradient, factor) = derivatives()
            }
            let step = centred(factor.solve(gradient))
            let size = step.lazy.map(abs).max() ?? 0
            let reach = max(1, strengths.lazy.map(abs).max() ?? 0)
            let isWithin = size <= options.stepTolerance * reach && isWithin(options.gradientTolerance, gradient)
            if !isWithin, iterations >= options.maximumIterations { return fit(iterations, converged: false) }
            if kept != nil, !isWithin, size > chordGain * lastSize {
                // The factor has become too old: this step is not taken, and the next one is Newton's own.
                kept = nil
                continue
            }
            advance(by: step)
            iterations += 1
            if isWithin { return fit(iterations, converged: true) }
            kept = size <= chordStart ? factor : nil
            lastSize = size
        }
    }

    private func fit(_ iterations: Int, converged: Bool) -> BradleyTerry.Fit {
        let (gradient, factor) = derivatives()
        return BradleyTerry.Fit(
            strengths: strengths,
            converged: converged,
            iterations: iterations,
            gradientNorm: gradient.lazy.map(abs).max() ?? 0,
            pairings: pairings,
            factor: factor
        )
    }

    private func isWithin(_ tolerance: Double, _ gradient: [Double]) -> Bool {
        zip(gradient, battles).allSatisfy { abs($0) <= tolerance * $1 }
    }

    /// The gradient, and the factor of the Laplacian with weights n·p·(1 − p), which is the negated Hessian.
    private func derivatives() -> (gradient: [Double], factor: GraphFactor) {
        guard let plan else { return denseDerivatives() }
        var weights: [Double] = []
        weights.reserveCapacity(plan.edges.count)
        let gradient = pairings.gradient(at: strengths) { _, block, outlook in
            let battles = pairings.battles(block)
            let spread = battles * outlook.likely * outlook.unlikely
            for lane in 0..<4 where battles[lane] > 0 { weights.append(max(spread[lane], Self.leastWeight)) }
        }
        return (gradient, GraphFactor(plan, weights: weights))
    }

    private func denseDerivatives() -> (gradient: [Double], factor: GraphFactor) {
        var hessian = BlockMatrix(order: modelCount)
        let gradient = pairings.gradient(at: strengths) { first, block, outlook in
            let battles = pairings.battles(block)
            let weights = battles * outlook.likely * outlook.unlikely
            let isWeak = weights .< Self.leastWeight .& battles .> 0
            hessian.blocks[first * hessian.stride + Int(pairings.columns[block])] =
                weights.replacing(with: Self.leastWeight, where: isWeak)
        }
        return (gradient, GraphFactor(weights: hessian))
    }

    private mutating func advance(by step: [Double]) {
        let share = share(of: step)
        strengths = centred(zip(strengths, step).map { $0 + share * $1 })
    }

    /// How much of a step to take: all of it unless it is long and goes past the top of the line, else nearly up to the top.
    private func share(of step: [Double]) -> Double {
        let size = step.lazy.map(abs).max() ?? 0
        guard 2 * size > Self.safeChange else { return 1 }
        let change = largestChange(of: step)
        if change <= Self.safeChange || slope(along: step, at: 1) >= 0 { return 1 }
        var (low, high) = (Elementary.log(1 + change) / change, 1.0)
        while high > 1.25 * low {
            let middle = (low * high).squareRoot()
            if slope(along: step, at: middle) >= 0 { low = middle } else { high = middle }
        }
        return low
    }

    /// The most that a step changes the strength difference of two models who met.
    private func largestChange(of step: [Double]) -> Double {
        let blocks = pairings.blocks(step)
        var largest = Pairings.Block.zero
        for row in pairings.rows {
            for block in row.blocks {
                let change = step[row.first] - blocks[Int(pairings.columns[block])]
                let size = pointwiseMax(change, -change)
                largest = pointwiseMax(largest, size.replacing(with: 0, where: pairings.battles(block) .== 0))
            }
        }
        return largest.max()
    }

    /// The derivative of the log-likelihood along `step`, when `share` of it has been taken.
    private func slope(along step: [Double], at share: Double) -> Double {
        var sum = CompensatedBlock()
        let stepBlocks = pairings.blocks(step)
        let blocks = pairings.blocks(strengths)
        for row in pairings.rows {
            for block in row.blocks {
                let column = Int(pairings.columns[block])
                let change = step[row.first] - stepBlocks[column]
                let outlook = Outlook(difference: strengths[row.first] - blocks[column] + share * change)
                let half = pairings.draws[block] * 0.5
                let gain = (pairings.firstWins[block] + half) * outlook.second
                let loss = (pairings.secondWins[block] + half) * outlook.first
                sum += change * (gain - loss)
            }
        }
        return sum.total.value
    }

    private func centred(_ values: [Double]) -> [Double] {
        var sum = CompensatedSum()
        for value in values { sum += value }
        let mean = modelCount == 0 ? 0 : sum.value / Double(modelCount)
        return values.map { $0 - mean }
    }
}
