import Ranking

/// A vote in FastChat's log.
enum FastChatLine {
    /// Appends a battle, of which it is known whether names were hidden, as one line.
    static func write(_ battle: BattleRecord, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        JSONOutput.member("tstamp", literal: battle.time.flatMap(BattleTime.seconds) ?? "null", &bytes)
        JSONOutput.member("type", text: FastChatVote.type(of: battle.outcome), &bytes)
        JSONOutput.key("models", &bytes)
        JSONOutput.list(battle.anonymous == true ? ["", ""] : [battle.modelA, battle.modelB], &bytes)
        JSONOutput.key("states", &bytes)
        bytes.append(UInt8(ascii: "["))
        state(battle, battle.modelA, battle.askedA, battle.responseA, &bytes)
        bytes.append(UInt8(ascii: ","))
        state(battle, battle.modelB, battle.askedB ?? battle.askedA, battle.responseB, &bytes)
        bytes.append(UInt8(ascii: "]"))
        if let judge = battle.judge { JSONOutput.member("ip", text: judge, &bytes) }
        bytes.append(contentsOf: "}\n".utf8)
    }

    private static func state(
        _ battle: BattleRecord,
        _ model: String,
        _ asked: Asked,
        _ responses: [String]?,
        _ bytes: inout [UInt8]
    ) {
        bytes.append(UInt8(ascii: "{"))
        JSONOutput.member("system_message", text: asked.system ?? "", &bytes)
        JSONOutput.key("roles", &bytes)
        JSONOutput.list(["user", "assistant"], &bytes)
        JSONOutput.key("messages", &bytes)
        bytes.append(UInt8(ascii: "["))
        let (prompt, responses) = (asked.prompt, responses ?? [])
        for turn in 0..<max(prompt.count, responses.count) {
            if turn < prompt.count { message("user", prompt[turn], &bytes) }
            if turn < responses.count { message("assistant", responses[turn], &bytes) }
        }
        bytes.append(UInt8(ascii: "]"))
        JSONOutput.member("offset", literal: "0", &bytes)
        if let id = battle.id { JSONOutput.member("conv_id", text: id, &bytes) }
        JSONOutput.member("model_name", text: model, &bytes)
        bytes.append(UInt8(ascii: "}"))
    }

    private static func message(_ role: String, _ text: String, _ bytes: inout [UInt8]) {
        if bytes.last != UInt8(ascii: "[") { bytes.append(UInt8(ascii: ",")) }
        JSONOutput.list([role, text], &bytes)
    }
}
