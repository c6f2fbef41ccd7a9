extension RatingAnalysis {
    /// Ranks battles with weights of their own.
    ///
    /// The options' weighting does not apply. The sandwich is that of the single battles, of which it needs the squared weights; the
    /// bootstrap draws battles of each weight. ``fragility(pairs:among:)`` is empty where weights differ.
    ///
    /// - Parameters:
    ///   - weighted: the battles.
    ///   - options: how they are to be ranked.
    ///   - progress: called now and then with the bootstrap's rounds done.
    /// - Throws: what ``init(counts:options:progress:)`` throws.
    public init(
        weighted: WeightedCounts,
        options: RatingOptions = RatingOptions(),
        progress: (Int) -> Void = { _ in }
    ) throws(Failure) {
        let isEqual = weighted.range.map { $0.lowerBound == $0.upperBound } ?? true
        try self.init(
            weighted.counts,
            options,
            weigh: { cells, rated in
                var places = Array(repeating: -1, count: weighted.modelCount)
                for (place, model) in rated.enumerated() { places[model] = place }
                if isEqual {
                    let weight = weighted.range?.lowerBound ?? 1
                    return Weighed(cells: cells.map { WeightedCell($0, weight: weight) })
                }
                // Rated models keep their order, and so do the groups.
                let groups = weighted.groups.compactMap { group -> WeightGroup? in
                    let (first, second) = (places[group.key.first], places[group.key.second])
                    guard first >= 0 && second >= 0 else { return nil }
                    return WeightGroup(key: group.key.relabelled(first, second), count: group.count)
                }
                return Weighed(cells: groups.cells, groups: groups)
            },
            progress
        )
    }
}
