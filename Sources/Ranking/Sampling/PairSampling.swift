/// How much a further battle of a pair would narrow what is known of it.
///
/// After Chatbot Arena (arXiv 2403.04132, section 4), with a prior in place of a division by zero.
public enum PairSampling {
    /// The prior: one battle of variance ¼, a fair coin's, counted as met by every pair.
    private static let priorVariance = 0.25

    /// √(s²/m) − √(s²/(m + 1)): the fall of the standard error of the pair's mean score with its next battle.
    ///
    /// m = battles + 1 and s² = (Σ(y − ȳ)² + ¼)/m, y = 1, ½ or 0: the prior is one pseudo-battle of variance ¼. It makes the gain
    /// of a pair that never met finite, and keeps a pair whose first battles agree from being written off.
    /// Always positive, and falling as a pair is drawn more often. A count below zero is read as zero.
    public static func gain(_ cell: PairCounts.Cell) -> Double {
        let wins = Double(max(0, cell.firstWins))
        let losses = Double(max(0, cell.secondWins))
        let draws = Double(max(0, cell.ties)) + Double(max(0, cell.bothBad))
        let battles = wins + losses + draws
        let mean = battles > 0 ? (wins + draws / 2) / battles : 0.5
        let squares = wins * (1 - mean) * (1 - mean) + losses * mean * mean + draws * (0.5 - mean) * (0.5 - mean)
        let m = battles + 1
        let deviation = ((squares + priorVariance) / m).squareRoot()
        let (root, nextRoot) = (m.squareRoot(), (m + 1).squareRoot())
        // 1/√m − 1/√(m+1), written without the difference of two nearly equal numbers.
        return deviation / (root * nextRoot * (root + nextRoot))
    }

    /// The gain of a pair that never met, the largest there is.
    public static let gainOfUnmetPair = gain(PairCounts.Cell(first: 0, second: 1))
}
