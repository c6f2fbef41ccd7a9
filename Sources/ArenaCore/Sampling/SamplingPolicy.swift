/// How likely each pair of models is to be drawn.
///
/// Chatbot Arena's active sampling (arXiv 2403.04132 §4): in proportion to how much one more battle would narrow the
/// pair's interval, √(σ²/n) − √(σ²/(n+1)), mixed with a uniform floor, so that the probability of every pair is known
/// and positive. A new model's pairs have the largest gains, for their lack of battles and never for their results.
public enum SamplingPolicy {
    /// Written into every battle drawn by these rules; changes whenever they do.
    public static let version: UInt16 = 1

    /// The share of draws that is uniform over the pairs.
    public static let uniformShare = 0.1

    /// The probabilities of the pairs, in order; they sum to 1.
    ///
    /// - Parameter gains: what one more battle of each pair would bring, each at least 0.
    public static func probabilities(gains: [Double]) -> [Double] {
        guard !gains.isEmpty else { return [] }
        let total = gains.reduce(0, +)
        let floor = 1 / Double(gains.count)
        guard total > 0, total.isFinite else { return gains.map { _ in floor } }
        return gains.map { uniformShare * floor + (1 - uniformShare) * $0 / total }
    }
}
