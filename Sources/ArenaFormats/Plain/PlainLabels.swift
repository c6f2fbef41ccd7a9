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
            let word = PlainWord.first(label.count, of: PlainWord.load(bytes, label.lowerBound))
            // Which of the two it is no processor foresees, so no branch asks: "a" and "b" differ in their two lowest bits.
            let difference = word ^ modelA
            let bits = difference &>> 48
            if difference & ~(modelA ^ modelB) == 0, (bits &+ 1) & 2 == 0 { return Outcome(rawValue: UInt8(bits & 1)) }
            if word == tie { return .tie }
        }
        return OutcomeLabel.outcome(of: bytes.extracting(label))
    }
}
