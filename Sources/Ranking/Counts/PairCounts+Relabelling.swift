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
        var counts = PairCounts(modelCount: modelCount)
        for cell in cells { counts.insert(cell.relabelled(newIndex[cell.first], newIndex[cell.second])) }
        return counts
    }
}
