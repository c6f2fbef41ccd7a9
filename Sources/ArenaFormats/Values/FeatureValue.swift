/// Values of features, as files write them.
enum FeatureValue {
    /// The largest value: products of those up to it are finite too.
    private static let largest = Double(Float.greatestFiniteMagnitude)

    /// What a value may look like, for error messages.
    static let expected = "a number of at most 3.4e38, or true or false"

    /// The value of a cell; nil when it is none.
    static func read(_ text: String) -> Double? {
        switch text {
        case "true", "True", "TRUE": return 1
        case "false", "False", "FALSE": return 0
        default: break
        }
        return TableValue.number(text).flatMap(read)
    }

    /// The value of a number; nil when it is too large to be kept.
    static func read(_ number: Double) -> Double? {
        number.magnitude <= largest ? number : nil
    }
}
