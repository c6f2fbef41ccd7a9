/// One side's conversation in a 33k record: `[{role, content}]`.
struct JSONConversation {
    /// The user's turns.
    private(set) var prompt: [String] = []
    /// The model's turns; nil when there are none.
    private(set) var responses: [String]?
    /// The system message; several become one, a blank line between them.
    private(set) var system: String?

    /// Reads the conversation; one that is absent or null is empty.
    ///
    /// Messages of other roles, such as tools, are left out.
    init(_ name: String, in battle: JSONObject) throws(BattleFileError) {
        guard let messages = try battle.objects(name) else { return }
        for message in messages {
            let role = try message.messageText("role")
            let content = try message.messageText("content")
            switch role {
            case "user": prompt.append(content)
            case "assistant": responses = (responses ?? []) + [content]
            case "system": system = system.map { $0 + "\n\n" + content } ?? content
            default: break
            }
        }
    }
}
