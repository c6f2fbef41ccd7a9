/// Writes battles as CSV (RFC 4180 with LF line ends).
///
/// CSV holds id, models, outcome, judge, language, time, the first user turn, the turn voted at, whether names were hidden, tags,
/// the place in an evaluation session, and the number of turns, tokens, styles and duplicates as JSON in cells, and columns that mean nothing to the arena; for the rest of a
/// conversation write JSON lines. Reading the columns back gives the same values.
public struct CSVBattleWriter: Sendable {
    private static let fields: [BattleField] = [
        .id, .modelA, .modelB, .winner, .judge, .language, .time, .prompt, .turn, .anonymous, .isCode, .isRefusal,
        .tags,
        .evaluationOrder, .session,
    ]

    /// The most columns that mean nothing to the arena: with more of them the reader would refuse the table.
    public static let furtherLimit = CSVRecords.columnLimit - fields.count - nested.count

    /// The columns that mean nothing to the arena, which come last.
    private let further: [String]

    /// Creates a writer.
    ///
    /// - Parameter further: columns of ``BattleRecord/further``, each once, which come last.
    public init(further: [String] = []) { self.further = further }

    /// What of LMArena's records has no column of its own: objects, which cells hold as JSON.
    private static let nested = ["conv_metadata", "category_tag", "dedup_tag"]

    /// Appends the header line.
    public func writeHeader(into bytes: inout [UInt8]) {
        CSVOutput.row(Self.fields.map(\.name) + Self.nested + further, &bytes)
    }

    /// Appends one battle as one row; a time outside the years 1 to 9999 is left out.
    public func write(_ battle: BattleRecord, into bytes: inout [UInt8]) {
        CSVOutput.row(
            Self.fields.map { value(of: $0, in: battle) } + [metadata(battle), categories(battle), duplicates(battle)]
                + further.map { name in battle.further.first { $0.name.isSameText(as: name) }?.text },
            &bytes
        )
    }

    private func metadata(_ battle: BattleRecord) -> String? {
        // The column `prompt` holds the first turn alone.
        let prompt = battle.sharedPrompt ?? battle.prompt
        let turns = battle.toldTurns ?? (battle.turn == nil && prompt.count > 1 ? prompt.count : nil)
        guard RecordOutput.hasMetadata(battle, turns: turns) else { return nil }
        return RecordOutput.object { RecordOutput.metadata(battle, turns: turns, &$0) }
    }

    private func categories(_ battle: BattleRecord) -> String? {
        battle.toldMath.map { math in RecordOutput.object { RecordOutput.math(math, &$0) } }
    }

    private func duplicates(_ battle: BattleRecord) -> String? {
        battle.isSampled.map { sampled in
            RecordOutput.object { JSONOutput.member("sampled", literal: String(sampled), &$0) }
        }
    }

    private func value(of field: BattleField, in battle: BattleRecord) -> String? {
        switch field {
        case .id: battle.id
        case .modelA: battle.modelA
        case .modelB: battle.modelB
        case .winner: OutcomeLabel.text(for: battle.outcome)
        case .judge: battle.judge
        case .language: battle.language
        case .time: battle.time.flatMap(BattleTime.seconds)
        case .prompt: (battle.sharedPrompt ?? battle.prompt).first
        case .turn: battle.turn.map { String($0) }
        case .anonymous: battle.anonymous.map { String($0) }
        case .isCode: battle.toldCoding.map { String($0) }
        case .isRefusal: battle.isRefusal.map { String($0) }
        case .tags: battle.tags(beside: [.coding, .math]).map(TagList.text)
        case .evaluationOrder: battle.evaluationOrder.map { String($0) }
        case .session: battle.session
        case .responseA, .responseB, .winnerIsA, .winnerIsB, .winnerIsTie: nil
        }
    }
}
