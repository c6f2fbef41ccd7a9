/// What a model was asked in a conversation.
public struct Asked: Sendable, Equatable {
    /// The user's turns in order.
    public var prompt: [String]
    /// The system message.
    public var system: String?

    /// A prompt, with a system message or without.
    public init(prompt: [String], system: String? = nil) {
        (self.prompt, self.system) = (prompt, system)
    }

    /// Whether both are the same code points.
    func isSame(as other: Asked) -> Bool {
        prompt.count == other.prompt.count && zip(prompt, other.prompt).allSatisfy { $0.isSameText(as: $1) }
            && (system == nil) == (other.system == nil) && (system ?? "").isSameText(as: other.system ?? "")
    }

    /// The turns that both have, which are those of the longer one where the other was broken off; nil where one differs.
    static func shared(_ a: [String], _ b: [String]) -> [String]? {
        guard zip(a, b).allSatisfy({ $0.isSameText(as: $1) }) else { return nil }
        return a.count >= b.count ? a : b
    }
}
