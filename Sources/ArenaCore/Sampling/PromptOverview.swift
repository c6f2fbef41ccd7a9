/// What kinds of prompts battles can be drawn of, each with the number of such prompts.
public struct PromptOverview: Sendable, Equatable {
    /// A kind.
    public struct Entry: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// How many prompts are of it.
        public let prompts: Int

        /// An entry.
        public init(name: String, prompts: Int) {
            self.name = name
            self.prompts = prompts
        }
    }

    /// All prompts on offer.
    public let prompts: Int
    /// The languages, the most frequent first.
    public let languages: [Entry]
    /// The categories, the most frequent first.
    public let categories: [Entry]
    /// The lengths, the shortest first.
    public let lengths: [Entry]

    /// Counts the prompts of a catalogue.
    public init(_ catalogue: Catalogue) {
        var languages: [ExactName: Int] = [:]
        var categories: [ExactName: Int] = [:]
        var lengths: [PromptLength: Int] = [:]
        for prompt in catalogue.prompts {
            if let language = prompt.traits.language { languages[ExactName(language), default: 0] += 1 }
            for tag in Set(prompt.traits.tags.map(ExactName.init)) { categories[tag, default: 0] += 1 }
            if let length = prompt.length { lengths[length, default: 0] += 1 }
        }
        prompts = catalogue.prompts.count
        self.languages = Self.sorted(languages)
        self.categories = Self.sorted(categories)
        self.lengths = PromptLength.allCases.compactMap { length in
            lengths[length].map { Entry(name: length.rawValue, prompts: $0) }
        }
    }

    private static func sorted(_ counts: [ExactName: Int]) -> [Entry] {
        counts.map { Entry(name: $0.key.text, prompts: $0.value) }.sorted { left, right in
            if left.prompts != right.prompts { return left.prompts > right.prompts }
            return CanonicalOrder.precedes(left.name, right.name)
        }
    }
}
