/// The one order in which models enter a fit, so that every instance and the offline job add up in the same sequence
/// and publish the same digits.
public enum CanonicalOrder {
    /// Whether `left` stands before `right`: by the bytes of their UTF-8, not by any locale.
    public static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
