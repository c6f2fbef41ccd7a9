/// Values as other programs' tables write them: 1.0 for a whole number, True for true, NaN for nothing.
enum TableValue {
    /// Whether a text stands for no value, as pandas writes it.
    static func isAbsent(_ text: String) -> Bool { text.utf8.count <= 5 && absent.contains(text) }

    /// The name that a text stands for, of a judge, battle or session; nil where it stands for no value.
    ///
    /// A column of whole numbers with a gap in it has them with a point: 7.0 is 7.
    static func name(_ text: String) -> String? {
        guard !isAbsent(text) else { return nil }
        let digits = text.utf8.dropLast(2)
        guard text.hasSuffix(".0"), !digits.isEmpty, digits.allSatisfy(PromptText.isDigit) else { return text }
        return String(text.dropLast(2))
    }

    /// The truth value of a text; nil when it is none.
    static func flag(_ text: String) -> Bool? {
        switch text {
        case "true", "True", "TRUE", "1", "1.0": true
        case "false", "False", "FALSE", "0", "0.0": false
        default: nil
        }
    }

    /// The truth value of a number; nil when it is neither 0 nor 1.
    static func flag(_ number: JSONNumber) -> Bool? { number.wholeDigits.flatMap(flag) }

    /// The whole number of a text; nil when it is none.
    static func wholeNumber(_ text: String) -> Int64? {
        // Tables with a gap in a column of whole numbers write them with a point.
        Int64(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    /// The number of a text in decimals; nil when it is none.
    static func number(_ text: String) -> Double? {
        // `Double` alone would also take "nan", "inf" and hexadecimal.
        let isNumber = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        return isNumber ? Double(text) : nil
    }

    private static let absent: Set<String> = ["NaN", "nan", "NaT", "None", "null", "<NA>"]
}
