extension [Double] {
    /// A quantile of ascending values, by linear interpolation; nil of none.
    func quantileOfSorted(_ share: Double) -> Double? {
        guard let last = indices.last else { return nil }
        let place = share * Double(last)
        let low = Int(place.rounded(.down))
        let high = Swift.min(low + 1, last)
        return self[low] + (self[high] - self[low]) * (place - Double(low))
    }

    /// The standard deviation that values drawn at random point to; nil of fewer than two.
    var sampleDeviation: Double? {
        guard count > 1 else { return nil }
        let mean = reduce(0, +) / Double(count)
        let squares = reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(count - 1)).squareRoot()
    }
}
