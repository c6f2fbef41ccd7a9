/// The scale on which strengths are published: rating = 1000 + 400/ln 10 · θ.
///
/// A gap of 400 points means odds of ten to one; 1000 is the mean of the rated models.
public enum RatingScale {
    /// The rating of strength zero.
    public static let centre = 1000.0
    /// Rating points for one unit of strength: 400/ln 10.
    public static let pointsPerStrength = 400 / Elementary.ln10
    /// The decimals to which ratings, their bounds and their standard errors are published.
    public static let decimals = 8

    /// The rating of a strength, in rating points, not rounded.
    public static func rating(ofStrength strength: Double) -> Double {
        centre + pointsPerStrength * strength
    }

    /// The value to the published decimals: what ranks are taken from, so that readers can recompute them.
    public static func published(_ value: Double) -> Double {
        let unit = 1e8
        // From 2⁵³/10⁸ on, a Double has no eighth decimal to round.
        return abs(value) < 9e7 ? (value * unit).rounded() / unit : value
    }
}
