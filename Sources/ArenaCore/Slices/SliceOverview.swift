/// Which slices battles fall into, and how many battles each has.
public struct SliceOverview: Sendable, Equatable {
    /// A category or language with its number of battles.
    public struct Entry: Sendable, Equatable {
        /// The category's or language's name.
        public let name: String
        /// The number of battles that count in it.
        public let battles: Int
    }

    /// All battles that count.
    public let battles: Int
    /// The categories, most battles first.
    public let categories: [Entry]
    /// The languages, most battles first.
    public let languages: [Entry]

    /// - Parameters:
    ///   - battles: the number of battles of each of the traits.
    ///   - decided: how many battles had a winner.
    init(traits: [Traits], battles: [Int], decided: Int) {
        var categories: [String: Int] = [:]
        var languages: [String: Int] = [:]
        for (traits, count) in zip(traits, battles) where count > 0 {
            for tag in traits.tags where !Slice.isReserved(tag) { categories[tag, default: 0] += count }
            if let language = traits.language { languages[language, default: 0] += count }
        }
        let all = battles.reduce(0, +)
        for (tag, complement) in Slice.complements {
            if let without = categories[tag] { categories[complement] = all - without }
        }
        if decided < all { categories[Slice.excludingTies] = decided }
        self.battles = all
        self.categories = Self.ordered(categories)
        self.languages = Self.ordered(languages)
    }

    private static func ordered(_ counts: [String: Int]) -> [Entry] {
        counts.map { Entry(name: $0.key, battles: $0.value) }
            .sorted { ($1.battles, $0.name) < ($0.battles, $1.name) }
    }
}
