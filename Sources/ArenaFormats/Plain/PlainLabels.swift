import Ranking

/// The labels of outcomes, the usual ones at a glance.
struct PlainLabels {
    private let modelA = PlainWord.of("model_a")
    private let modelB = PlainWord.of("model_b")
    private let tie = PlainWord.of("tie")

    /// The outcome that a label stands for; nil where it is none.
    @inline(__always)
    func outcome(of label: Range<Int>, in bytes: Span<UInt8>) -> Outcome? {
        if label.count < 8 {
            switch PlainWord.first(label.count, of: PlainWord.load(bytes, label.lowerBound)) {
            case modelA: return .modelA
            case modelB: return .modelB
            case tie: return .tie
            default: break
            }
        }
        return OutcomeLabel.outcome(of: bytes.extracting(label))
    }
}
