/// One side's conversation: `[{role, content}]`, or a prompt and a response as the columns of a table.
struct JSONConversation {
    /// The user's turns.
    private(set) var prompt: [String] = []
    /// The model's turns; nil when there are none.
    private(set) var responses: [String]?
    /// The system message; several become one, a blank line between them.
    private(set) var system: String?

    /// Reads the conversation; one that is absent or null is empty.
    ///
    /// Messages of other roles, such as tools, are left out. Without messages, the turns are those of the members `prompt` and
    /// `response`, where they are texts.
    init(_ name: String, of response: BattleField, in battle: JSONObject) throws(BattleFileError) {
        guard let messages = try battle.objects(name) else {
            guard let prompt = try battle.turns(.prompt) else { return }
            self.prompt = prompt
            responses = try battle.turns(response)
            return
        }
        for message in messages {
            let role = try message.role()
            let content = try message.content()
            switch role {
            case "user": prompt.append(content)
            case "assistant": responses = (responses ?? []) + [content]
            case "system": system = system.map { $0 + "\n\n" + content } ?? content
            default: break
            }
        }
    }
}
