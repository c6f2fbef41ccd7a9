/// One pair's battles as the fit sees them, ties and both-bad shared half and half.
struct Pairing: Sendable {
    let first: Int
    let second: Int
    let firstWins: Double
    let secondWins: Double
    let draws: Double

    init(_ cell: PairCounts.Cell) {
        first = cell.first
        second = cell.second
        firstWins = Double(cell.firstWins)
        secondWins = Double(cell.secondWins)
        draws = Double(cell.draws)
    }

    var battles: Double { firstWins + secondWins + draws }
    var firstScore: Double { firstWins + draws / 2 }
    var secondScore: Double { secondWins + draws / 2 }

    /// The chances of both at strength difference `difference` = θ(first) − θ(second), each to full relative precision.
    @inline(__always)
    static func probabilities(_ difference: Double) -> (first: Double, second: Double) {
        let e = Elementary.exp(-abs(difference))
        let (likely, unlikely) = (1 / (1 + e), e / (1 + e))
        return difference >= 0 ? (likely, unlikely) : (unlikely, likely)
    }
}
