/// What can be said of two models.
extension RatingAnalysis {
    /// The standard error of the difference of two models' ratings, in points; nil unless both are rated.
    public func differenceError(_ a: Int, _ b: Int) -> Double? {
        guard let a = places[a], let b = places[b] else { return nil }
        return deviation(of: a, from: b).map { RatingScale.pointsPerStrength * $0 }
    }

    /// The interval of the difference of two models' ratings, in points, at the options' confidence: percentiles of the bootstrap where there
    /// is one; nil unless both are rated.
    public func differenceInterval(_ a: Int, _ b: Int) -> (lower: Double, upper: Double)? {
        guard let first = places[a], let second = places[b], let error = deviation(of: first, from: second) else {
            return nil
        }
        let scale = RatingScale.pointsPerStrength
        let tail = (1 - options.confidence) / 2
        if let bounds = bootstrap?.interval(of: first, from: second, tail: tail) {
            return (scale * bounds.lower, scale * bounds.upper)
        }
        let (gap, z) = (strengths[first] - strengths[second], Normal.quantile(twoSided: options.confidence))
        return (scale * (gap - z * error), scale * (gap + z * error))
    }

    /// The standard error of the difference of two strengths: over the bootstrap's rounds where there are any.
    private func deviation(of a: Int, from b: Int) -> Double? {
        guard a != b else { return 0 }
        return bootstrap?.deviation(of: a, from: b) ?? covariance?.differenceVariance(a, b).squareRoot()
    }

    /// How probable it is that `a` is truly above `b`, by the normal approximation of their difference; nil unless both are rated.
    public func probability(of a: Int, above b: Int) -> Double? {
        guard a != b, let first = places[a], let second = places[b], let error = deviation(of: first, from: second)
        else { return nil }
        let gap = strengths[first] - strengths[second]
        guard error > 0 else { return gap > 0 ? 1 : gap < 0 ? 0 : 0.5 }
        return Normal.cumulative(gap / error)
    }
}
