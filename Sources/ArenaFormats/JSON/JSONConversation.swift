/// One side's conversation: `[{role, content}]`, or a prompt and a response as the columns of a table.
struct JSONConversation {
    /// The user's turns.
    private(set) var prompt: [String] = []
    /// The model's turns; nil when there are none.
    private(set) var responses: [String]?
    /// The system message; several become one, a blank line between them.
    private(set) var system: String?

    /// What the model was asked.
    var asked: Asked { Asked(prompt: prompt, system: system) }

    /// Reads the conversation; one that is absent or null is empty.
    ///
    /// Messages of other roles, such as tools, are left out. Without messages, they are those of this side in `full_conversation`; without
    /// that, the turns are those of the members `prompt` and `response`, where they are texts; either may be there alone.
    init(_ name: String, of response: BattleField, in battle: JSONObject) throws(BattleFileError) {
        guard let messages = try battle.objects(name) else {
            if let turns = try battle.objects("full_conversation") {
                try read(turns, of: response == .responseA ? "model_side_a" : "model_side_b")
                return
            }
            prompt = try battle.turns(.prompt) ?? []
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

    /// Reads the turns of `full_conversation`: what the user said, and what each side answered.
    private mutating func read(_ turns: [JSONObject], of side: String) throws(BattleFileError) {
        for turn in turns {
            if let user = try turn.said("user") { prompt.append(user) }
            if let answer = try turn.said(side) { responses = (responses ?? []) + [answer] }
        }
    }
}
