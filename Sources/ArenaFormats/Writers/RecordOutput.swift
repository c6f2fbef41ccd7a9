/// Appends the members of LMArena's records that several of its sets share.
enum RecordOutput {
    /// How a message's content is written.
    enum Content {
        /// A string.
        case text
        /// A list of one typed part, as in the 140k set.
        case parts
    }

    /// Appends the list of messages of one side.
    static func conversation(
        _ asked: Asked,
        _ responses: [String]?,
        _ content: Content,
        _ bytes: inout [UInt8]
    ) {
        bytes.append(UInt8(ascii: "["))
        if let system = asked.system { message("system", system, content, &bytes) }
        let (prompt, responses) = (asked.prompt, responses ?? [])
        for turn in 0..<max(prompt.count, responses.count) {
            if turn < prompt.count { message("user", prompt[turn], content, &bytes) }
            if turn < responses.count { message("assistant", responses[turn], content, &bytes) }
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Whether there is anything for ``metadata(_:turns:_:)``.
    static func hasMetadata(_ battle: BattleRecord, turns: Int?) -> Bool {
        battle.styleA != nil && battle.styleB != nil || turns != nil || battle.userTokens != nil
    }

    /// Appends the members of `conv_metadata`.
    static func metadata(_ battle: BattleRecord, turns: Int?, _ bytes: inout [UInt8]) {
        if let tokens = battle.userTokens { JSONOutput.member("sum_user_tokens", literal: String(tokens), &bytes) }
        if let turns { JSONOutput.member("turns", literal: String(turns), &bytes) }
        if let a = battle.styleA, let b = battle.styleB {
            style("a", a, &bytes)
            style("b", b, &bytes)
        }
    }

    /// Whether there is anything for ``category(_:_:)``.
    static func hasCategory(_ battle: BattleRecord) -> Bool {
        battle.told.contains(.math) || battle.tags?.contains(where: flagged.contains) ?? false
    }

    /// Appends the members of `category_tag`: the categories that it has a flag for.
    static func category(_ battle: BattleRecord, _ bytes: inout [UInt8]) {
        if let math = battle.toldMath { self.math(math, &bytes) }
        let tags = battle.tags ?? []
        if tags.contains(Category.instructionFollowing) {
            JSONOutput.object("if_v0.1", &bytes) { JSONOutput.member("if", literal: "true", &$0) }
        }
        if tags.contains(Category.creativeWriting) {
            JSONOutput.object("creative_writing_v0.1", &bytes) {
                JSONOutput.member("creative_writing", literal: "true", &$0)
            }
        }
    }

    /// Appends the flag for mathematics among the members of `category_tag`.
    static func math(_ holds: Bool, _ bytes: inout [UInt8]) {
        JSONOutput.object("math_v0.1", &bytes) { JSONOutput.member("math", literal: String(holds), &$0) }
    }

    /// The tags for which LMArena's records have no member; nil where none has to be written.
    static func tags(beyondCategoryOf battle: BattleRecord) -> [String]? {
        guard let tags = battle.tags(beside: [.coding, .math]) else { return nil }
        let rest = tags.filter { !flagged.contains($0) }
        return rest.isEmpty && !tags.isEmpty ? nil : rest
    }

    /// An object with the members that `body` appends, as text.
    static func object(_ body: (inout [UInt8]) -> Void) -> String {
        var bytes = [UInt8(ascii: "{")]
        body(&bytes)
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends a member that is a string of JSON.
    static func text(_ name: String, _ bytes: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
        var inner: [UInt8] = []
        body(&inner)
        JSONOutput.member(name, text: String(decoding: inner, as: UTF8.self), &bytes)
    }

    private static let flagged = [Category.instructionFollowing, Category.creativeWriting]

    private static func style(_ side: String, _ counts: StyleCounts, _ bytes: inout [UInt8]) {
        JSONOutput.member("sum_assistant_\(side)_tokens", literal: "\(counts.length)", &bytes)
        JSONOutput.member("header_count_\(side)", literal: "\(counts.headers)", &bytes)
        JSONOutput.member("list_count_\(side)", literal: "\(counts.lists)", &bytes)
        JSONOutput.member("bold_count_\(side)", literal: "\(counts.bold)", &bytes)
    }

    private static func message(_ role: String, _ text: String, _ content: Content, _ bytes: inout [UInt8]) {
        if bytes.last != UInt8(ascii: "[") { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "{"))
        JSONOutput.member("role", text: role, &bytes)
        switch content {
        case .text: JSONOutput.member("content", text: text, &bytes)
        case .parts:
            JSONOutput.key("content", &bytes)
            bytes.append(contentsOf: "[{".utf8)
            JSONOutput.member("type", text: "text", &bytes)
            JSONOutput.member("text", text: text, &bytes)
            JSONOutput.member("image", literal: "null", &bytes)
            JSONOutput.member("mimeType", literal: "null", &bytes)
            bytes.append(contentsOf: "}]".utf8)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
