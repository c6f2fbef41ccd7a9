import Foundation
import Ranking

/// A line of FastChat's conversation log: a vote on a pair is a battle, and everything else that is logged is not.
///
/// Fields as FastChat's `gradio_block_arena_anony.py` and `conversation.py` write them.
struct FastChatVote {
    /// What the log calls the outcomes.
    private static let outcomes = Dictionary(uniqueKeysWithValues: Outcome.allCases.map { (type(of: $0), $0) })
    /// The other kinds of lines, which are no battles: talk, and votes on a model by itself, links shared.
    private static let others: Set<String> = ["chat", "upvote", "downvote", "flag", "share"]
    /// What stands in place of a name while it is hidden from the voter.
    static let hiddenNames = ["", "Model A", "Model B"]

    /// The members of a vote's line.
    static let members: Set<String> = ["type", "models", "states", "tstamp", "ip"]

    /// What the log calls an outcome.
    static func type(of outcome: Outcome) -> String {
        switch outcome {
        case .modelA: "leftvote"
        case .modelB: "rightvote"
        case .tie: "tievote"
        case .bothBad: "bothbad_vote"
        }
    }

    /// Whether a record is a line of this log.
    static func isLine(_ object: JSONObject) -> Bool {
        !object.has("winner") && !object.has("model_a") && ["type", "states", "tstamp"].count(where: object.has) >= 2
    }

    /// The battle of a line; nil when the line is of another kind.
    static func battle(in object: JSONObject, record: Int, line: Int) throws(BattleFileError) -> BattleRecord? {
        guard let type = try object.optionalText("type") else {
            throw object.error(.missingField, "type", "is missing; a line of FastChat's log has one")
        }
        guard let outcome = outcomes[type] else {
            if others.contains(type) { return nil }
            let known = outcomes.keys.sorted().joined(separator: ", ")
            throw object.error(
                .unknownOutcome,
                "type",
                "\(ShownValue.quoted(type)) is no kind of line (votes: \(known))"
            )
        }
        let shown = try object.texts("models") ?? []
        guard let states = try object.objects("states"), states.count == 2 else {
            throw object.error(.missingField, "states", "does not hold two conversations, one for each model")
        }
        let isAnonymous = shown.first.map(hiddenNames.contains) ?? true
        var names: [String] = []
        for (place, state) in states.enumerated() {
            let own = try state.optionalText("model_name")
            let name = isAnonymous ? own : place < shown.count ? shown[place] : own
            guard let name, !name.isEmpty, !hiddenNames.contains(name) else {
                throw state.error(.missingField, "model_name", "is missing; every battle needs it")
            }
            names.append(name)
        }
        guard !names[0].isSameText(as: names[1]) else {
            throw object.error(.selfBattle, "models", "\(ShownValue.quoted(names[1])) battles itself")
        }
        let (a, b) = (try Talk(states[0]), try Talk(states[1]))
        var battle = BattleRecord(
            id: try states[0].optionalName("conv_id"),
            modelA: names[0],
            modelB: names[1],
            outcome: outcome,
            judge: try object.optionalName("ip"),
            time: try object.time(),
            prompt: a.prompt,
            system: a.system,
            responseA: a.responses,
            responseB: b.responses,
            turn: a.responses.map(\.count),
            anonymous: isAnonymous,
            record: record,
            line: line
        )
        if !b.asked.isSame(as: a.asked) { battle.askedB = b.asked }
        return battle
    }

    /// What was said in a conversation, without the turns of examples that it begins with.
    private struct Talk {
        private(set) var prompt: [String] = []
        private(set) var responses: [String]?
        let system: String?
        /// What the model was asked.
        var asked: Asked { Asked(prompt: prompt, system: system) }

        init(_ state: JSONObject) throws(BattleFileError) {
            system = try state.optionalText("system_message")
            let roles = try state.texts("roles") ?? []
            let offset = try state.wholeNumber("offset") ?? 0
            let messages = try state.pairs("messages").dropFirst(max(0, offset))
            // Where the roles are not told, whoever speaks first is the user.
            let user = roles.first ?? messages.first?.role
            for message in messages {
                // The answer that has not begun is null.
                guard let text = message.text else { continue }
                if message.role == user {
                    prompt.append(text)
                } else {
                    responses = (responses ?? []) + [text]
                }
            }
        }
    }
}
