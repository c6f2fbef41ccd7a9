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

    /// The same battles among `newCount` models, with model `i` called `places[i]`; the places are all different.
    public func relabelled(intoPlaces places: [Int], of newCount: Int) -> PairCounts {
        precondition(
            places.count >= modelCount && Set(places).count == places.count,
            "every model has a place of its own"
        )
        precondition(places.allSatisfy { $0 >= 0 && $0 < newCount }, "places lie among the models")
        var counts = PairCounts(modelCount: newCount)
        for cell in cells { counts.insert(cell.relabelled(places[cell.first], places[cell.second])) }
        return counts
    }
}
