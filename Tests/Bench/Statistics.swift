/// Order statistics of what was measured.
extension Array where Element: Comparable {
    /// The value below which a share of all values lies.
    func quantile(_ share: Double) -> Element? {
        guard !isEmpty else { return nil }
        return sorted()[Swift.min(count - 1, Int(Double(count) * share))]
    }

    /// The middle one; the upper of two.
    var median: Element? { quantile(0.5) }
}

extension Duration {
    /// In milliseconds.
    var milliseconds: Double { self / .milliseconds(1) }
}
