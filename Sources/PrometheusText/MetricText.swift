/// Names, labels and numbers as the text format has them.
enum MetricText {
    /// The name with everything replaced that a name may not have.
    static func name(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_", ":": name.unicodeScalars.append(scalar)
            case "0"..."9" where !name.isEmpty: name.unicodeScalars.append(scalar)
            default: name += "_"
            }
        }
        return name.isEmpty ? "_" : name
    }

    /// `{name="value",…}`, in the order of the names; nothing where there are no labels.
    static func labels(_ dimensions: [(String, String)]) -> String {
        guard !dimensions.isEmpty else { return "" }
        let pairs = dimensions.sorted { $0.0 < $1.0 }.map { "\(name($0))=\"\(escaped($1))\"" }
        return "{\(pairs.joined(separator: ","))}"
    }

    /// The labels with one more behind them.
    static func labels(_ labels: String, and more: (String, String)) -> String {
        let pair = "\(more.0)=\"\(more.1)\""
        return labels.isEmpty ? "{\(pair)}" : "\(labels.dropLast()),\(pair)}"
    }

    /// A number, whole ones without a decimal point.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func escaped(_ value: String) -> String {
        // Not by characters: a mark that combines with a quote makes another one of it.
        var escaped = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
            case "\"": escaped.append(contentsOf: "\\\"".unicodeScalars)
            case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
