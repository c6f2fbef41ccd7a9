/// What a battle weighs in a fit.
public enum Weighting: Sendable, Hashable {
    /// One.
    case equal
    /// 1 / max(n, `floor`), n the battles of its pair: pairs that met often count no more than others (LMArena's reweighting).
    case balancedPairs(floor: Double)
    /// What each battle carries with it, such as the inverse of its draw probability (``WeightedCounts``); one where it carries none.
    case own

    /// LMArena's floor.
    public static let balanced = Weighting.balancedPairs(floor: 50)

    /// What each battle of a pair weighs, beside its own weight.
    func weight(battles: Int64) -> Double {
        switch self {
        case .equal, .own: 1
        case .balancedPairs(let floor): 1 / max(Double(battles), floor)
        }
    }

    /// The cells with their weights.
    func weighed(_ cells: [PairCounts.Cell]) -> [WeightedCell] {
        cells.map { WeightedCell($0, weight: weight(battles: $0.battles)) }
    }
}
