import Ranking

/// The records of the 100k and 140k sets.
enum PreferenceRecord {
    /// Appends a battle as a line of the 100k set, whose nested members are strings of JSON.
    static func write100k(_ battle: BattleRecord, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        if let id = battle.id { JSONOutput.member("question_id", text: id, &bytes) }
        JSONOutput.member("model_a", text: battle.modelA, &bytes)
        JSONOutput.member("model_b", text: battle.modelB, &bytes)
        JSONOutput.member("winner", text: OutcomeLabel.text(for: battle.outcome), &bytes)
        RecordOutput.text("conversation_a", &bytes) {
            RecordOutput.conversation(battle.askedA, battle.responseA, .text, &$0)
        }
        RecordOutput.text("conversation_b", &bytes) {
            RecordOutput.conversation(battle.askedB ?? battle.askedA, battle.responseB, .text, &$0)
        }
        if let turn = battle.turn { JSONOutput.member("turn", literal: String(turn), &bytes) }
        if let anonymous = battle.anonymous { JSONOutput.member("anony", literal: String(anonymous), &bytes) }
        if let language = battle.language { JSONOutput.member("language", text: language, &bytes) }
        if let time = battle.time.flatMap(BattleTime.seconds) { JSONOutput.member("tstamp", literal: time, &bytes) }
        if RecordOutput.hasMetadata(battle, turns: battle.toldTurns) {
            RecordOutput.text("conv_metadata", &bytes) { bytes in
                object(&bytes) { RecordOutput.metadata(battle, turns: battle.toldTurns, &$0) }
            }
        }
        if let isCode = battle.toldCoding { JSONOutput.member("is_code", literal: String(isCode), &bytes) }
        if let refusal = battle.isRefusal { JSONOutput.member("is_refusal", literal: String(refusal), &bytes) }
        if let sampled = battle.isSampled {
            RecordOutput.text("dedup_tag", &bytes) { bytes in
                object(&bytes) { JSONOutput.member("sampled", literal: String(sampled), &$0) }
            }
        }
        if RecordOutput.hasCategory(battle) {
            RecordOutput.text("category_tag", &bytes) { bytes in object(&bytes) { RecordOutput.category(battle, &$0) } }
        }
        tags(battle, &bytes)
        if let judge = battle.judge { JSONOutput.member("judge_hash", text: judge, &bytes) }
        bytes.append(contentsOf: "}\n".utf8)
    }

    /// Appends a battle as a line of the 140k set, whose contents are typed parts.
    static func write140k(_ battle: BattleRecord, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        if let id = battle.id { JSONOutput.member("id", text: id, &bytes) }
        JSONOutput.member("model_a", text: battle.modelA, &bytes)
        JSONOutput.member("model_b", text: battle.modelB, &bytes)
        let label = battle.outcome == .bothBad ? "both_bad" : OutcomeLabel.text(for: battle.outcome)
        JSONOutput.member("winner", text: label, &bytes)
        if let session = battle.session { JSONOutput.member("evaluation_session_id", text: session, &bytes) }
        if let place = battle.evaluationOrder { JSONOutput.member("evaluation_order", literal: String(place), &bytes) }
        JSONOutput.key("conversation_a", &bytes)
        RecordOutput.conversation(battle.askedA, battle.responseA, .parts, &bytes)
        JSONOutput.key("conversation_b", &bytes)
        RecordOutput.conversation(battle.askedB ?? battle.askedA, battle.responseB, .parts, &bytes)
        let turns = battle.toldTurns ?? battle.turn.flatMap { $0 < 0 ? nil : $0 }
        if RecordOutput.hasMetadata(battle, turns: turns) {
            JSONOutput.object("conv_metadata", &bytes) { RecordOutput.metadata(battle, turns: turns, &$0) }
        }
        if RecordOutput.hasCategory(battle) {
            JSONOutput.object("category_tag", &bytes) { RecordOutput.category(battle, &$0) }
        }
        tags(battle, &bytes)
        if let language = battle.language { JSONOutput.member("language", text: language, &bytes) }
        if let isCode = battle.toldCoding { JSONOutput.member("is_code", literal: String(isCode), &bytes) }
        if let time = battle.time.flatMap(BattleTime.iso) { JSONOutput.member("timestamp", text: time, &bytes) }
        // With one id and time for the battles of several judges, it tells them apart.
        if let judge = battle.judge { JSONOutput.member("judge_hash", text: judge, &bytes) }
        bytes.append(contentsOf: "}\n".utf8)
    }

    private static func tags(_ battle: BattleRecord, _ bytes: inout [UInt8]) {
        guard let tags = RecordOutput.tags(beyondCategoryOf: battle) else { return }
        JSONOutput.key("tags", &bytes)
        JSONOutput.list(tags, &bytes)
    }

    private static func object(_ bytes: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        body(&bytes)
        bytes.append(UInt8(ascii: "}"))
    }
}
