/// What kind of prompts a voter wants to see.
public struct PromptChoice: Sendable, Hashable {
    /// The language of the prompt, as the catalogue names it; nil for any.
    public var language: String?
    /// A category that the prompt belongs to; nil for any.
    public var category: String?
    /// How long the prompt is; nil for any length.
    public var length: PromptLength?

    /// A choice; nothing chosen by default.
    public init(language: String? = nil, category: String? = nil, length: PromptLength? = nil) {
        self.language = language
        self.category = category
        self.length = length
    }

    /// Whether anything will do.
    public var isOpen: Bool { language == nil && category == nil && length == nil }

    /// Whether a prompt is of this kind.
    public func includes(_ prompt: Catalogue.PromptReference) -> Bool {
        if let language, prompt.traits.language != language { return false }
        if let category, !prompt.traits.tags.contains(category) { return false }
        if let length, prompt.length != length { return false }
        return true
    }
}
