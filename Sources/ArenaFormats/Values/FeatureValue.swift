/// Values of features, as files write them.
enum FeatureValue {
    /// What a value may look like, for error messages.
    static let expected = "a number, or true or false"

    /// The value of a cell; nil when it is none.
    static func read(_ text: String) -> Float? {
        switch text {
        case "true", "True", "TRUE": return 1
        case "false", "False", "FALSE": return 0
        default: break
        }
        // `Double` alone would also take "nan", "inf" and hexadecimal.
        let isNumber = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        return isNumber ? Double(text).flatMap(read) : nil
    }

    /// The value of a number; nil when it is too large to be kept.
    static func read(_ number: Double) -> Float? {
        let value = Float(number)
        return value.isFinite ? value : nil
    }
}
