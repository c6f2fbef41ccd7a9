import Ranking

/// The labels public files use for a battle's outcome: the one place that knows them.
enum OutcomeLabel {
    /// The labels as an error message lists them.
    static let expected = "model_a, model_b, tie, tie (bothbad)"

    /// What to say of a label that stands for no outcome.
    static func problem(with label: String) -> String {
        "\(ShownValue.quoted(label)) is not an outcome (\(expected))"
    }

    private static let bothBad = [Array("tie (bothbad)".utf8), Array("both_bad".utf8), Array("bothbad".utf8)]

    /// The outcome a label stands for; nil unless the bytes are exactly a known label.
    static func outcome(of label: Span<UInt8>) -> Outcome? {
        // By bytes and without making a string: this runs once for each row of a CSV file.
        switch label.count {
        case 3 where label[0] == UInt8(ascii: "t") && label[1] == UInt8(ascii: "i") && label[2] == UInt8(ascii: "e"):
            return .tie
        case 7 where isModel(label):
            switch label[6] {
            case UInt8(ascii: "a"): return .modelA
            case UInt8(ascii: "b"): return .modelB
            default: break
            }
        default: break
        }
        for spelling in bothBad where equal(label, spelling.span) { return .bothBad }
        return nil
    }

    /// The label the 33k record uses for an outcome.
    static func text(for outcome: Outcome) -> String {
        switch outcome {
        case .modelA: "model_a"
        case .modelB: "model_b"
        case .tie: "tie"
        case .bothBad: "tie (bothbad)"
        }
    }

    private static func isModel(_ label: Span<UInt8>) -> Bool {
        label[0] == UInt8(ascii: "m") && label[1] == UInt8(ascii: "o") && label[2] == UInt8(ascii: "d")
            && label[3] == UInt8(ascii: "e") && label[4] == UInt8(ascii: "l") && label[5] == UInt8(ascii: "_")
    }

    private static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }
}
