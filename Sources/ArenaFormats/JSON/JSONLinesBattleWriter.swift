/// Writes battles as JSON lines in the 33k record with members for the rest, which hold everything that a `BattleRecord` does but the
/// features and texts that were asked for by name.
public struct JSONLinesBattleWriter: Sendable {
    /// Creates a writer.
    public init() {}

    /// Appends one battle as one line; a time outside the years 1 to 9999 is left out.
    public func write(_ battle: BattleRecord, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        if let id = battle.id { JSONOutput.member("question_id", text: id, &bytes) }
        JSONOutput.member("model_a", text: battle.modelA, &bytes)
        JSONOutput.member("model_b", text: battle.modelB, &bytes)
        JSONOutput.member("winner", text: OutcomeLabel.text(for: battle.outcome), &bytes)
        if let judge = battle.judge { JSONOutput.member("judge", text: judge, &bytes) }
        if !battle.prompt.isEmpty || battle.askedB != nil || battle.system != nil || battle.responseA != nil
            || battle.responseB != nil
        {
            JSONOutput.key("conversation_a", &bytes)
            RecordOutput.conversation(battle.askedA, battle.responseA, .text, &bytes)
            JSONOutput.key("conversation_b", &bytes)
            RecordOutput.conversation(battle.askedB ?? battle.askedA, battle.responseB, .text, &bytes)
        }
        if let turn = battle.turn { JSONOutput.member("turn", literal: String(turn), &bytes) }
        if let anonymous = battle.anonymous { JSONOutput.member("anony", literal: String(anonymous), &bytes) }
        if RecordOutput.hasMetadata(battle, turns: battle.toldTurns) {
            JSONOutput.object("conv_metadata", &bytes) { RecordOutput.metadata(battle, turns: battle.toldTurns, &$0) }
        }
        if let isCode = battle.toldCoding { JSONOutput.member("is_code", literal: String(isCode), &bytes) }
        if let math = battle.toldMath {
            JSONOutput.object("category_tag", &bytes) { RecordOutput.math(math, &$0) }
        }
        if let tags = battle.tags(beside: [.coding, .math]) {
            JSONOutput.key("tags", &bytes)
            JSONOutput.list(tags, &bytes)
        }
        if let refusal = battle.isRefusal { JSONOutput.member("is_refusal", literal: String(refusal), &bytes) }
        if let sampled = battle.isSampled {
            JSONOutput.object("dedup_tag", &bytes) { JSONOutput.member("sampled", literal: String(sampled), &$0) }
        }
        if let session = battle.session { JSONOutput.member("evaluation_session_id", text: session, &bytes) }
        if let place = battle.evaluationOrder { JSONOutput.member("evaluation_order", literal: String(place), &bytes) }
        if let language = battle.language { JSONOutput.member("language", text: language, &bytes) }
        if let seconds = battle.time.flatMap(BattleTime.seconds) {
            JSONOutput.member("tstamp", literal: seconds, &bytes)
        }
        for value in battle.further {
            if value.isLiteral {
                JSONOutput.member(value.name, literal: value.text, &bytes)
            } else {
                JSONOutput.member(value.name, text: value.text, &bytes)
            }
        }
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
    }
}
