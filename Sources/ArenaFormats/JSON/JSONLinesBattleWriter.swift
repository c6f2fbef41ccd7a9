/// Writes battles as JSON lines in the 33k record, which holds everything a `BattleRecord` does.
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
        if !battle.prompt.isEmpty || battle.system != nil || battle.responseA != nil || battle.responseB != nil {
            conversation("conversation_a", battle, battle.responseA, &bytes)
            conversation("conversation_b", battle, battle.responseB, &bytes)
        }
        if let turn = battle.turn { JSONOutput.member("turn", literal: String(turn), &bytes) }
        if let anonymous = battle.anonymous { JSONOutput.member("anony", literal: String(anonymous), &bytes) }
        metadata(battle, &bytes)
        if let isCode = battle.toldCoding { JSONOutput.member("is_code", literal: String(isCode), &bytes) }
        if let math = battle.toldMath {
            JSONOutput.object("category_tag", &bytes) { bytes in
                JSONOutput.object("math_v0.1", &bytes) { JSONOutput.member("math", literal: String(math), &$0) }
            }
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
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
    }

    private func metadata(_ battle: BattleRecord, _ bytes: inout [UInt8]) {
        let hasStyle = battle.styleA != nil && battle.styleB != nil
        guard hasStyle || battle.toldTurns != nil || battle.userTokens != nil else { return }
        JSONOutput.object("conv_metadata", &bytes) { bytes in
            if let tokens = battle.userTokens { JSONOutput.member("sum_user_tokens", literal: String(tokens), &bytes) }
            if let turns = battle.toldTurns { JSONOutput.member("turns", literal: String(turns), &bytes) }
            if let a = battle.styleA, let b = battle.styleB {
                style("a", a, &bytes)
                style("b", b, &bytes)
            }
        }
    }

    private func style(_ side: String, _ counts: StyleCounts, _ bytes: inout [UInt8]) {
        JSONOutput.member("sum_assistant_\(side)_tokens", literal: "\(counts.length)", &bytes)
        JSONOutput.member("header_count_\(side)", literal: "\(counts.headers)", &bytes)
        JSONOutput.member("list_count_\(side)", literal: "\(counts.lists)", &bytes)
        JSONOutput.member("bold_count_\(side)", literal: "\(counts.bold)", &bytes)
    }

    private func conversation(
        _ name: String,
        _ battle: BattleRecord,
        _ responses: [String]?,
        _ bytes: inout [UInt8]
    ) {
        JSONOutput.key(name, &bytes)
        bytes.append(UInt8(ascii: "["))
        if let system = battle.system { message("system", system, &bytes) }
        let responses = responses ?? []
        for turn in 0..<max(battle.prompt.count, responses.count) {
            if turn < battle.prompt.count { message("user", battle.prompt[turn], &bytes) }
            if turn < responses.count { message("assistant", responses[turn], &bytes) }
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func message(_ role: String, _ content: String, _ bytes: inout [UInt8]) {
        if bytes.last != UInt8(ascii: "[") { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "{"))
        JSONOutput.member("role", text: role, &bytes)
        JSONOutput.member("content", text: content, &bytes)
        bytes.append(UInt8(ascii: "}"))
    }
}
