/// Writes battles in any of the formats that ``BattleReader`` and ``PairCountsReader`` read.
///
/// A format holds what its publisher's files hold; what it has no place for is left out, see ``Format``. What a reader would refuse, or read
/// as something else, is an error.
public struct BattleWriter: Sendable {
    /// A format of battle files, by the name under which it can be asked for.
    public enum Format: String, Sendable, CaseIterable {
        /// CSV with a header: no answers, and only the first of the user's turns, with their number.
        case csv
        /// The arena's JSON lines: the 33k record with members for everything else.
        case jsonLines = "jsonl"
        /// The 33k record, one JSON object a line: no tags, style, tokens, refusals or sessions.
        case conversations33k = "33k"
        /// The 33k record, one JSON array.
        case conversations33kArray = "33k-array"
        /// The 55k CSV: id, models, who won, the user's turns and the answers. Both bad becomes a tie.
        case kaggle55k = "55k"
        /// The 100k record, one JSON object a line, conversations and metadata in strings of JSON: no sessions.
        ///
        /// Tags for which `category_tag` has no flag stand in a member `tags`, which the publisher's files do not have.
        case preference100k = "100k"
        /// The 140k record, one JSON object a line, contents in typed parts: no hidden names, refusals or duplicates.
        ///
        /// Tags as in the 100k record; the judge stands in a member `judge_hash`, which the publisher's files do not have either. `turn` becomes `conv_metadata.turns`. `full_conversation`, which repeats the two conversations, is not written.
        case preference140k = "140k"
        /// FastChat's log of votes: models, who won, judge, time, conversations and whether names were hidden.
        case fastChatLog = "fastchat"
        /// Counts by pair of models as CSV, written at the end.
        case pairCounts = "pair-counts"
        /// Counts by pair of models as JSON lines, written at the end.
        case pairCountsLines = "pair-counts-jsonl"

        /// Whether it keeps columns that mean nothing to the arena.
        public var holdsFurther: Bool { self == .csv || self == .jsonLines }
        /// Whether it has counts by pair, and no single battles.
        public var holdsCounts: Bool { self == .pairCounts || self == .pairCountsLines }
    }

    /// The format written.
    public let format: Format
    /// How many battles have been written.
    public private(set) var count = 0
    private var hasStarted = false
    private var counts = PairCountsTally()
    /// The columns of CSV that mean nothing to the arena.
    private var further: [String] = []
    /// How many battles had something in such a column that the header does not have, by column.
    public private(set) var leftOut: [String: Int] = [:]

    /// Creates a writer; ``finish(into:)`` ends the file.
    public init(_ format: Format) { self.format = format }

    /// Makes room for columns of ``BattleRecord/further``: CSV has them in its header, which is written with the first battle.
    ///
    /// Whatever a battle has beyond them is in ``leftOut``. JSON lines need no such room.
    public mutating func add(columns: [String]) {
        guard !hasStarted else { return }
        for name in columns where !further.contains(where: { $0.isSameText(as: name) }) { further.append(name) }
    }

    /// Appends the next battle.
    ///
    /// - Throws: where the format cannot hold it; nothing is appended then, and the next one can be written.
    public mutating func write(_ battle: BattleRecord, into bytes: inout [UInt8]) throws(BattleWriterError) {
        do throws(WriterCheck.Fault) {
            try WriterCheck.any(battle)
            if format == .kaggle55k { try WriterCheck.kaggle(battle) }
            if format == .fastChatLog { try WriterCheck.fastChat(battle) }
        } catch {
            throw BattleWriterError(format: format, record: count + 1, field: error.field, problem: error.problem)
        }
        start(into: &bytes)
        count += 1
        switch format {
        case .csv:
            CSVBattleWriter(further: further).write(battle, into: &bytes)
            for value in battle.further where !further.contains(where: { $0.isSameText(as: value.name) }) {
                leftOut[value.name, default: 0] += 1
            }
        case .jsonLines: JSONLinesBattleWriter().write(battle, into: &bytes)
        case .conversations33k:
            ConversationRecord.write(battle, into: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        case .conversations33kArray:
            bytes.append(contentsOf: (count > 1 ? ",\n" : "\n").utf8)
            ConversationRecord.write(battle, into: &bytes)
        case .kaggle55k: KaggleRow.write(battle, into: &bytes)
        case .preference100k: PreferenceRecord.write100k(battle, into: &bytes)
        case .preference140k: PreferenceRecord.write140k(battle, into: &bytes)
        case .fastChatLog: FastChatLine.write(battle, into: &bytes)
        case .pairCounts, .pairCountsLines: counts.add(battle)
        }
    }

    /// Adds the counts of a pair, of which only a format of counts by pair can be made.
    ///
    /// - Throws: for any other format, and where a count is more than can be held; nothing is added then.
    public mutating func write(_ pair: PairCountRecord) throws(BattleWriterError) {
        func error(_ field: String, _ problem: String) -> BattleWriterError {
            BattleWriterError(format: format, record: count + 1, field: field, problem: problem)
        }
        guard format.holdsCounts else {
            throw error(PairCountField.winsA.rawValue, "is a count of battles, which this format has one by one")
        }
        let all = [pair.winsA, pair.winsB, pair.ties, pair.bothBad].reduce((Int64(count), false)) {
            let (sum, overflow) = $0.0.addingReportingOverflow($1)
            return (sum, $0.1 || overflow)
        }
        guard !all.1, counts.add(pair) else {
            throw error(PairCountField.winsA.rawValue, "and the others come to more battles than \(Int64.max)")
        }
        count = Int(all.0)
    }

    /// Appends what ends the file; without it a file may be cut short.
    public mutating func finish(into bytes: inout [UInt8]) {
        start(into: &bytes)
        switch format {
        case .conversations33kArray: bytes.append(contentsOf: "\n]\n".utf8)
        case .pairCounts: counts.write(PairCountsWriter(.csv), into: &bytes)
        case .pairCountsLines: counts.write(PairCountsWriter(.jsonLines), into: &bytes)
        default: break
        }
    }

    private mutating func start(into bytes: inout [UInt8]) {
        guard !hasStarted else { return }
        hasStarted = true
        switch format {
        case .csv: CSVBattleWriter(further: further).writeHeader(into: &bytes)
        case .kaggle55k: KaggleRow.writeHeader(into: &bytes)
        case .conversations33kArray: bytes.append(UInt8(ascii: "["))
        default: break
        }
    }
}
