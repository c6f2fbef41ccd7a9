/// The steps of Newton's method, and the factor of the information at the maximum.
///
/// On the way, steps are solved by conjugate gradients, to a thousandth, which costs no factor. Where those say that the
/// maximum is reached, or steps do not get much shorter, the information is factored, and the step is exact. So a fit makes one
/// factor as a rule, and never takes an inexact step's word for having arrived: what little of a step is missing may lie where
/// the likelihood is flat.
struct NewtonSteps {
    typealias Step = (strengths: [Double], parameters: [Double])

    /// A step of at most this size, or several that sum to no more, changes no digit of a factor that counts.
    private static let negligible = 1e-11
    /// Steps longer than this need not get shorter, the maximum being far away, though not for ever.
    static let far = 0.5
    private static let farLimit = 20
    private static let leastShare = 1e-300
    private static let farthest = 1e4
    /// The share of the step before, beyond which an inexact step leads nowhere.
    private static let gain = 0.5

    private let gauge: BorderedFactor.Gauge
    private let keepsMean: Bool
    /// The last factor made.
    private(set) var factor: BorderedFactor?
    /// How far the strengths have moved since.
    private var drift = 0.0
    /// The size of the last move.
    private(set) var lastSize = Double.infinity
    private var farSteps = 0

    /// - Parameter keepsMean: whether strengths have a mean of zero at every point, as they do unless some are pinned. A ridge
    ///   may hold the mean so loosely that only exact steps would.
    init(gauge: BorderedFactor.Gauge, keepsMean: Bool = true) {
        self.gauge = gauge
        self.keepsMean = keepsMean
    }

    /// The step from a point with this information and slope.
    ///
    /// - Parameter isShort: whether a step of some size may end the fit. Such a step comes from a factor of this point, or of one
    ///   that is as good.
    /// - Returns: `nil` where a further parameter cannot be told from the others.
    mutating func next(
        _ information: BorderedForm,
        _ gradient: [Double],
        _ parameters: [Double],
        isShort: (Double) -> Bool
    ) -> (step: Step, size: Double)? {
        if let factor, drift <= Self.negligible {
            let step = factor.solve(gradient, parameters)
            return (step, Self.size(of: step))
        }
        if var step = information.solve(gradient, parameters, gauge: gauge, near: factor) {
            if keepsMean { centre(&step.strengths) }
            let size = Self.size(of: step)
            let isLeading = size <= Self.gain * lastSize || (size > Self.far && farSteps < Self.farLimit)
            if isLeading && !isShort(size) { return (step, size) }
        }
        guard let factor = BorderedFactor(information, gauge: gauge) else { return nil }
        self.factor = factor
        drift = 0
        let step = factor.solve(gradient, parameters)
        return (step, Self.size(of: step))
    }

    /// How much of a step to take that goes past the top of its line: nearly up to the top.
    ///
    /// To go past it may throw a model so far out that the likelihood is all but straight there, and no step leads back.
    ///
    /// - Parameter slope: the derivative along the step when a share of it has been taken; it falls from above zero.
    static func share(slope: (Double) -> Double) -> Double {
        var (low, high) = (0.5, 1.0)
        while !(slope(low) >= 0), low > leastShare { (low, high) = (low / 2, low) }
        while high > 1.25 * low {
            let middle = (low * high).squareRoot()
            if slope(middle) >= 0 { low = middle } else { high = middle }
        }
        return low
    }

    /// What a size of a step is measured by: how far strengths are apart, wherever pinned ones put them, but no farther than a
    /// board's can be, so that strengths on their way to infinity never count as having arrived.
    static func reach(_ strengths: [Double], _ parameter: Double = 0) -> Double {
        let apart = ((strengths.max() ?? 0) - (strengths.min() ?? 0)) / 2
        return min(max(1, max(apart, abs(parameter))), farthest)
    }

    /// Takes note that the point has moved by `size`.
    mutating func move(by size: Double) {
        drift += size
        lastSize = size
        if size > Self.far { farSteps += 1 }
    }

    /// The factor at the point where the steps have led, whose information this is.
    mutating func factor(of information: @autoclosure () -> BorderedForm) -> BorderedFactor? {
        if factor == nil || drift > Self.negligible {
            factor = BorderedFactor(information(), gauge: gauge)
            drift = 0
        }
        return factor
    }

    /// Takes the mean out of the strengths of all vertices but the ground.
    private func centre(_ strengths: inout [Double]) {
        let free = strengths.indices.dropLast(gauge == .grounded ? 1 : 0)
        guard !free.isEmpty else { return }
        let mean = strengths[free].reduce(0, +) / Double(free.count)
        for index in free { strengths[index] -= mean }
    }

    private static func size(of step: Step) -> Double { (step.strengths + step.parameters).largest }
}
