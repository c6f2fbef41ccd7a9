/// One turn of the asking side.
public struct PromptMessage: Sendable, Equatable, Codable {
    /// Who speaks: `user` or `system`.
    public let role: String
    /// The text.
    public let content: String

    /// A turn.
    public init(role: String, content: String) {
        self.role = role
        self.content = content
    }
}

/// What the models of a battle were asked.
public struct Prompt: Sendable, Equatable {
    /// Derived from the messages, so that the same prompt is stored once.
    public let id: Identifier<Prompt>
    /// The turns of the asking side, in order.
    public let messages: [PromptMessage]
    /// The language as the source names it, when known.
    public let language: String?
    /// The categories it belongs to.
    public let tags: [String]

    /// The characters (code points) of all its turns together.
    public var characters: Int { messages.reduce(0) { $0 + $1.content.unicodeScalars.count } }

    /// A prompt; its identifier follows from the messages.
    public init(messages: [PromptMessage], language: String?, tags: [String] = []) {
        self.messages = messages
        self.language = language
        self.tags = tags
        id = Identifier(hashing: ["prompt"].map(\.utf8) + messages.flatMap { [$0.role.utf8, $0.content.utf8] })
    }

    /// A prompt as stored.
    public init(id: Identifier<Prompt>, messages: [PromptMessage], language: String?, tags: [String] = []) {
        self.id = id
        self.messages = messages
        self.language = language
        self.tags = tags
    }
}
