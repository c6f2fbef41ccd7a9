/// Where the errors and intervals of a board come from.
public enum IntervalSource: String, Sendable, Hashable, CaseIterable {
    /// The sandwich covariance.
    case sandwich
    /// The inverse Hessian.
    case inverseHessian = "inverse_hessian"
    /// Percentiles of a bootstrap.
    case bootstrap
}
