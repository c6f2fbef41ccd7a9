import Ranking
import Testing

@Suite("Outcome")
struct OutcomeTests {
    @Test("labels name every outcome and nothing else")
    func labels() {
        #expect(Outcome.allCases.map(\.label) == ["model_a", "model_b", "tie", "both_bad"])
        for outcome in Outcome.allCases { #expect(Outcome(label: outcome.label) == outcome) }
        for label in ["", "Tie", "model_c", "tie (bothbad)", " tie"] { #expect(Outcome(label: label) == nil) }
    }

    @Test("swapping the sides swaps what A gets, and twice changes nothing")
    func swapping() {
        for outcome in Outcome.allCases {
            #expect(outcome.swapped.swapped == outcome)
            #expect(outcome.scoreOfA + outcome.swapped.scoreOfA == 1)
        }
        #expect(Outcome.allCases.map(\.scoreOfA) == [1, 0, 0.5, 0.5])
        #expect(Outcome.bothBad.swapped == .bothBad)
    }
}
