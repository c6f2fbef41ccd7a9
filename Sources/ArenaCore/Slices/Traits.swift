/// What puts a battle into slices.
public struct Traits: Sendable, Hashable {
    /// The language of its prompt, when known.
    public let language: String?
    /// The categories it counts in.
    public let tags: [String]

    /// Traits.
    public init(language: String? = nil, tags: [String] = []) {
        self.language = language
        self.tags = tags
    }
}
