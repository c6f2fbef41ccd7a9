/// Writes battles as JSON lines in the 33k record, which holds everything a `BattleRecord` does.
public struct JSONLinesBattleWriter: Sendable {
    /// Creates a writer.
    public init() {}

    /// Appends one battle as one line; a time outside the years 1 to 9999 is left out.
    public func write(_ battle: BattleRecord, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        if let id = battle.id { member("question_id", text: id, &bytes) }
        member("model_a", text: battle.modelA, &bytes)
        member("model_b", text: battle.modelB, &bytes)
        member("winner", text: OutcomeLabel.text(for: battle.outcome), &bytes)
        if let judge = battle.judge { member("judge", text: judge, &bytes) }
        if !battle.prompt.isEmpty || battle.system != nil || battle.responseA != nil || battle.responseB != nil {
            conversation("conversation_a", battle, battle.responseA, &bytes)
            conversation("conversation_b", battle, battle.responseB, &bytes)
        }
        if let turn = battle.turn { member("turn", literal: String(turn), &bytes) }
        if let anonymous = battle.anonymous { member("anony", literal: String(anonymous), &bytes) }
        if let a = battle.styleA, let b = battle.styleB {
            key("conv_metadata", &bytes)
            bytes.append(UInt8(ascii: "{"))
            style("a", a, &bytes)
            style("b", b, &bytes)
            bytes.append(UInt8(ascii: "}"))
        }
        if let language = battle.language { member("language", text: language, &bytes) }
        if let seconds = battle.time.flatMap(BattleTime.seconds) { member("tstamp", literal: seconds, &bytes) }
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
    }

    private func style(_ side: String, _ counts: StyleCounts, _ bytes: inout [UInt8]) {
        member("sum_assistant_\(side)_tokens", literal: "\(counts.length)", &bytes)
        member("header_count_\(side)", literal: "\(counts.headers)", &bytes)
        member("list_count_\(side)", literal: "\(counts.lists)", &bytes)
        member("bold_count_\(side)", literal: "\(counts.bold)", &bytes)
    }

    private func conversation(
        _ name: String,
        _ battle: BattleRecord,
        _ responses: [String]?,
        _ bytes: inout [UInt8]
    ) {
        key(name, &bytes)
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
        member("role", text: role, &bytes)
        member("content", text: content, &bytes)
        bytes.append(UInt8(ascii: "}"))
    }

    private func member(_ name: String, text: String, _ bytes: inout [UInt8]) {
        key(name, &bytes)
        string(text, &bytes)
    }

    private func member(_ name: String, literal: String, _ bytes: inout [UInt8]) {
        key(name, &bytes)
        bytes.append(contentsOf: literal.utf8)
    }

    private func key(_ name: String, _ bytes: inout [UInt8]) {
        if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        string(name, &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    private func string(_ text: String, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"):
                bytes.append(contentsOf: "\\n".utf8)
            case 0..<0x20, 0x7f:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
