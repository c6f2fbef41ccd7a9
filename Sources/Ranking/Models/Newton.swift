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
    /// The graph of the pairs, and how to factor it.
    private let plan: EliminationPlan
    private let battles: [Double]
    private var strengths: [Double]

    /// Up to this change of a strength difference, a full step climbs for certain, at least 0.4 times the first-order gain.
    private static let safeChange = 0.5
    /// Keeps the graph of weights connected where a weight would underflow; no weight near the maximum is as small.
    private static let leastWeight = 1e-100

    /// Starts from the strengths given, or from zero.
    ///
    /// - Parameter plan: of the pairs of the pairings, in their order.
    init(_ pairings: Pairings, plan: EliminationPlan, from start: [Double]? = nil) {
        modelCount = pairings.modelCount
        self.plan = plan
        self.pairings = pairings
        battles = pairings.battlesOfModels()
        strengths = start ?? Array(repeating: 0, count: pairings.modelCount)
    }

    /// Iterates until step and gradient are within tolerance, never on the likelihood, which is flat long before the maximum.
    mutating func run(_ options: BradleyTerry.Options) -> BradleyTerry.Fit {
        var iterations = 0
        var steps = NewtonSteps(gauge: .zeroMean)
        while true {
            let (gradient, information) = derivatives()
            let reach = max(1, strengths.lazy.map(abs).max() ?? 0)
            func isShort(_ size: Double) -> Bool { size <= options.stepTolerance * reach }
            guard let next = steps.next(information, gradient, [], isShort: isShort) else {
                preconditionFailure("strengths alone always have a factor")
            }
            let isWithin = isShort(next.size) && isWithin(options.gradientTolerance, gradient)
            if !isWithin, iterations >= options.maximumIterations { return fit(iterations, &steps, converged: false) }
            advance(by: centred(next.step.strengths))
            steps.move(by: next.size)
            iterations += 1
            if isWithin { return fit(iterations, &steps, converged: true) }
        }
    }

    private func fit(_ iterations: Int, _ steps: inout NewtonSteps, converged: Bool) -> BradleyTerry.Fit {
        guard let factor = steps.factor(of: derivatives().information) else {
            preconditionFailure("strengths alone always have a factor")
        }
        return BradleyTerry.Fit(
            strengths: strengths,
            converged: converged,
            iterations: iterations,
            gradientNorm: pairings.gradient(at: strengths).lazy.map(abs).max() ?? 0,
            pairings: pairings,
            factor: factor.laplacian
        )
    }

    private func isWithin(_ tolerance: Double, _ gradient: [Double]) -> Bool {
        zip(gradient, battles).allSatisfy { abs($0) <= tolerance * $1 }
    }

    /// The gradient, and the negated Hessian: the Laplacian with weights n·p·(1 − p).
    private func derivatives() -> (gradient: [Double], information: BorderedForm) {
        var information = BorderedForm(plan, parameters: 0)
        var edge = 0
        let gradient = pairings.gradient(at: strengths) { _, block, outlook in
            let battles = pairings.battles(block)
            let spread = battles * outlook.likely * outlook.unlikely
            for lane in 0..<4 where battles[lane] > 0 {
                information.weights[edge] = max(spread[lane], Self.leastWeight)
                edge += 1
            }
        }
        return (gradient, information)
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
