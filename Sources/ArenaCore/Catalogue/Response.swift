/// What one model answered to one prompt.
public struct Response: Sendable, Equatable {
    /// Derived from prompt, model and content, so that the same response is stored once.
    public let id: Identifier<Response>
    /// The turns of the answering side, in order; markdown, never trusted.
    public let messages: [String]

    /// The identifier of what `model` (by its exact name) answered to `prompt`.
    public static func identifier(
        prompt: Identifier<Prompt>,
        model name: String,
        messages: [String]
    ) -> Identifier<Response> {
        Identifier(hashing: [Array("response".utf8), prompt.bytes, Array(name.utf8)] + messages.map { Array($0.utf8) })
    }

    /// A response as stored.
    public init(id: Identifier<Response>, messages: [String]) {
        self.id = id
        self.messages = messages
    }
}
