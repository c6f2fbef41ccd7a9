import ArenaCore

/// A battle as it is shown: nothing in it tells who wrote what.
struct BattleResponse {
    /// A text with its parsed form.
    struct Message {
        var role: String?
        let text: String
        let document: EncodedDocument
    }

    let battle: VoteService.ServedBattle
    let prompt: [Message]
    let responseA: [Message]
    let responseB: [Message]

    func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("ticket", battle.ticket)
            writer.field("expires_at", Timestamp(battle.expiresAt))
            writer.field("sample", battle.isSample)
            writer.key("prompt")
            writer.object { writer in
                writer.field("language", battle.prompt.language)
                writer.field("messages", prompt)
            }
            for (name, messages) in [("response_a", responseA), ("response_b", responseB)] {
                writer.key(name)
                writer.object { $0.field("messages", messages) }
            }
        }
        return writer.bytes
    }
}

extension BattleResponse.Message: JSONValue {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if let role { writer.field("role", role) }
            writer.field("text", text)
            writer.field("document", document)
        }
    }
}
