/// The pairs of models that have both answered some prompt; worked out once for each catalogue, since votes do not
/// change it.
public struct PairsOnOffer: Sendable {
    /// Two models by their places in the catalogue, `first` before `second`.
    struct Pair: Hashable, Sendable {
        let first: Int
        let second: Int
    }

    let catalogue: Catalogue
    let pairs: [Pair]
    /// The places of the prompts that each model has answered, ascending.
    let promptsOfModel: [[Int32]]

    /// The pairs that a catalogue offers.
    ///
    /// - Parameter choice: the kind of prompts that are wanted.
    public init(_ catalogue: Catalogue, choice: PromptChoice = PromptChoice()) {
        let size = catalogue.models.count
        var isOnOffer = [Bool](repeating: false, count: size * size)
        var promptsOfModel = [[Int32]](repeating: [], count: size)
        for (number, prompt) in catalogue.prompts.enumerated() where choice.includes(prompt) {
            let answering = Set(prompt.responses.compactMap { catalogue.index(of: $0.model) }).sorted()
            for model in answering { promptsOfModel[model].append(Int32(number)) }
            for (place, first) in answering.enumerated() {
                for second in answering[(place + 1)...] { isOnOffer[first * size + second] = true }
            }
        }
        var pairs: [Pair] = []
        for first in 0..<size {
            for second in (first + 1)..<max(size, first + 1) where isOnOffer[first * size + second] {
                pairs.append(Pair(first: first, second: second))
            }
        }
        self.catalogue = catalogue
        self.pairs = pairs
        self.promptsOfModel = promptsOfModel
    }
}
