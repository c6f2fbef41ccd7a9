/// Where a model can stand, given everybody's confidence intervals.
public struct RankBounds: Sendable, Hashable {
    /// The best rank: 1 + the number of models whose lower bound lies above this model's upper bound.
    public let rank: Int
    /// The worst rank: the number of models, this one included, whose upper bound is not below this model's lower bound.
    public let rankLowerBound: Int

    /// The bounds of every model from its interval; O(n log n).
    public static func all(lower: [Double], upper: [Double]) -> [RankBounds] {
        precondition(lower.count == upper.count, "every model has a lower and an upper bound")
        let lowers = lower.sorted()
        let uppers = upper.sorted()
        return lower.indices.map { model in
            RankBounds(
                rank: 1 + lowers.count - lowers.countOfPrefix { $0 <= upper[model] },
                rankLowerBound: uppers.count - uppers.countOfPrefix { $0 < lower[model] }
            )
        }
    }
}

extension [Double] {
    /// How many leading elements satisfy a condition that holds for a prefix only.
    fileprivate func countOfPrefix(where holds: (Double) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
