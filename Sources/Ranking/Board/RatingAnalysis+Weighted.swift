extension RatingAnalysis {
    /// Ranks battles with weights of their own.
    ///
    /// The options' weighting does not apply. The sandwich is that of the single battles, of which it needs the squared weights.
    ///
    /// - Throws: ``Failure/needsSingleBattles(_:)`` for a bootstrap, which would have to draw single battles; and what
    ///   ``init(counts:options:progress:)`` throws. ``fragility(pairs:)`` of such an analysis is empty for the same reason.
    public init(weighted: WeightedCounts, options: RatingOptions = RatingOptions()) throws(Failure) {
        if case .bootstrap = options.intervals { throw .needsSingleBattles("A bootstrap") }
        try self.init(
            weighted.counts,
            options,
            weigh: { _, rated in
                var places = Array(repeating: -1, count: weighted.modelCount)
                for (place, model) in rated.enumerated() { places[model] = place }
                return weighted.cells.compactMap { cell in
                    let (first, second) = (places[cell.first], places[cell.second])
                    return first >= 0 && second >= 0 ? cell.relabelled(first, second) : nil
                }
            },
            hasSingleBattles: weighted.range.map { $0.lowerBound == $0.upperBound } ?? true,
            { _ in }
        )
    }
}
