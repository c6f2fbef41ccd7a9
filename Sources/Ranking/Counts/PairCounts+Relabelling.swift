extension PairCounts {
    /// The same battles with model `i` called `newIndex[i]`; `newIndex` is a permutation of `0 ..< modelCount`.
    ///
    /// Callers bring models into a canonical order with this before a fit, since the last bits of a fit follow the order.
    public func relabelled(by newIndex: [Int]) -> PairCounts {
        precondition(newIndex.count == modelCount, "a permutation names every model once")
        var taken = Array(repeating: false, count: modelCount)
        for index in newIndex {
            precondition(index >= 0 && index < modelCount && !taken[index], "a permutation names every model once")
            taken[index] = true
        }
        return mapped(modelCount: modelCount) { newIndex[$0] }
    }

    /// The battles among `members` (ascending), who become `0 ..< members.count`.
    func restricted(to members: [Int]) -> PairCounts {
        var index: [Int?] = Array(repeating: nil, count: modelCount)
        for (new, old) in members.enumerated() { index[old] = new }
        return mapped(modelCount: members.count) { index[$0] }
    }

    /// The same battles with every count below zero read as zero.
    func withoutNegativeCounts() -> PairCounts {
        guard hasNegativeCounts else { return self }
        var counts = PairCounts(modelCount: modelCount)
        for cell in cells {
            counts.insert(
                Cell(
                    first: cell.first,
                    second: cell.second,
                    firstWins: max(0, cell.firstWins),
                    secondWins: max(0, cell.secondWins),
                    ties: max(0, cell.ties),
                    bothBad: max(0, cell.bothBad)
                )
            )
        }
        return counts
    }

    private func mapped(modelCount: Int, _ newIndex: (Int) -> Int?) -> PairCounts {
        var counts = PairCounts(modelCount: modelCount)
        for var cell in cells {
            guard let first = newIndex(cell.first), let second = newIndex(cell.second) else { continue }
            (cell.first, cell.second) = (first, second)
            counts.insert(first < second ? cell : cell.swapped)
        }
        return counts
    }
}
