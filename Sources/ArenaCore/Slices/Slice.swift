public import Ranking

/// A part of the battles that has a board of its own.
public struct Slice: Sendable, Hashable {
    /// The category that its battles count in; nil for any.
    public let category: String?
    /// The language of its battles' prompts; nil for any.
    public let language: String?

    /// All battles.
    public static let overall = Slice()

    /// The battles of a category, of a language, or of a category in a language.
    public init(category: String? = nil, language: String? = nil) {
        self.category = category
        self.language = language
    }

    /// Its name: `overall`, `coding`, `language=en` or `coding,language=en`.
    public var name: String {
        if category == nil && language == nil { return "overall" }
        return [category, language.map { "language=\($0)" }].compactMap(\.self).joined(separator: ",")
    }

    /// Battles that had a winner.
    public static let excludingTies = "excluding_ties"

    /// Categories of battles that a tag is not on, by the tag.
    public static let complements = ["refusal": "excluding_refusals", "duplicate": "deduplicated"]

    /// Whether this is the name of a part that no tag makes, so that a tag of that name has no board.
    static func isReserved(_ tag: String) -> Bool {
        tag == overall.name || tag == excludingTies || complements.values.contains(tag)
    }

    /// Whether battles of these traits and this outcome are in it.
    public func holds(_ traits: Traits, _ outcome: Outcome) -> Bool {
        holds(traits) && holds(outcome, excludesTies: excludesTies)
    }

    /// Whether battles of these traits are in it, if their outcome does not keep them out.
    func holds(_ traits: Traits) -> Bool {
        if let language, traits.language != language { return false }
        guard let category, category != Self.excludingTies else { return true }
        // A tag of the same name does not make another part of it.
        if let unwanted = Self.complements.first(where: { $0.value == category })?.key {
            return !traits.tags.contains(unwanted)
        }
        return traits.tags.contains(category)
    }

    /// Whether battles of an outcome are in it, if their traits do not keep them out.
    @inline(__always)
    func holds(_ outcome: Outcome, excludesTies: Bool) -> Bool {
        !excludesTies || outcome == .modelA || outcome == .modelB
    }

    /// Whether only battles with a winner are in it.
    var excludesTies: Bool { category == Self.excludingTies }
}
