/// The 33k set's record.
enum ConversationRecord {
    /// Appends a battle as one JSON object, without a line end.
    static func write(_ battle: BattleRecord, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        if let id = battle.id { JSONOutput.member("question_id", text: id, &bytes) }
        JSONOutput.member("model_a", text: battle.modelA, &bytes)
        JSONOutput.member("model_b", text: battle.modelB, &bytes)
        JSONOutput.member("winner", text: OutcomeLabel.text(for: battle.outcome), &bytes)
        if let judge = battle.judge { JSONOutput.member("judge", text: judge, &bytes) }
        JSONOutput.key("conversation_a", &bytes)
        RecordOutput.conversation(battle.askedA, battle.responseA, .text, &bytes)
        JSONOutput.key("conversation_b", &bytes)
        RecordOutput.conversation(battle.askedB ?? battle.askedA, battle.responseB, .text, &bytes)
        if let turn = battle.turn { JSONOutput.member("turn", literal: String(turn), &bytes) }
        if let anonymous = battle.anonymous { JSONOutput.member("anony", literal: String(anonymous), &bytes) }
        if let language = battle.language { JSONOutput.member("language", text: language, &bytes) }
        if let time = battle.time.flatMap(BattleTime.seconds) { JSONOutput.member("tstamp", literal: time, &bytes) }
        bytes.append(UInt8(ascii: "}"))
    }
}
