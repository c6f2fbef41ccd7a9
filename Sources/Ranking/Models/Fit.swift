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

        let pairings: Pairings
        /// The factor of the Hessian at the strengths.
        let factor: GraphFactor

        /// The log-likelihood at the strengths; at most 0.
        public var logLikelihood: Double {
            var sum = CompensatedSum()
            let blocks = pairings.blocks(strengths)
            for row in pairings.rows {
                for block in row.blocks {
                    let difference = strengths[row.first] - blocks[Int(pairings.columns[block])]
                    let half = pairings.draws[block] / 2
                    let scores = (pairings.firstWins[block] + half, pairings.secondWins[block] + half)
                    for lane in 0..<4 {
                        sum += -scores.0[lane] * Elementary.softplus(-difference[lane])
                        sum += -scores.1[lane] * Elementary.softplus(difference[lane])
                    }
                }
            }
            return sum.value
        }

        /// The chance that model `a` beats model `b`.
        public func probability(of a: Int, beating b: Int) -> Double {
            Elementary.logistic(strengths[a] - strengths[b])
        }
    }
}
