extension BradleyTerry {
    /// The strengths that maximise the likelihood, and how they were reached.
    public struct Fit: Sendable {
        /// The strengths θ on the log scale, by model index; their mean is zero.
        public let strengths: [Double]
        /// Whether both the last step and the gradient were within tolerance.
        public let converged: Bool
        /// The Newton steps taken.
        public let iterations: Int
        /// The largest gap between a model's wins (a tie is half a win) and those the fit expects of it, in battles.
        public let gradientNorm: Double
        /// The log-likelihood at the strengths; at most 0.
        public let logLikelihood: Double

        let pairings: [Pairing]
        /// The factor of the Hessian at the strengths.
        let factor: LaplacianFactor

        /// The chance that model `a` beats model `b`.
        public func probability(of a: Int, beating b: Int) -> Double {
            Elementary.logistic(strengths[a] - strengths[b])
        }
    }
}
