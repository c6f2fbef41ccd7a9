import Ranking

/// The 55k set's row: texts are JSON lists, a text for each turn, and three columns of 0 and 1 tell who won.
enum KaggleRow {
    private static let fields: [BattleField] =
        [.id, .modelA, .modelB, .prompt, .responseA, .responseB] + BattleField.winnerFlags

    /// Appends the header line.
    static func writeHeader(into bytes: inout [UInt8]) {
        // The set's own name of the identifier is `id`.
        CSVOutput.row(fields.map { $0 == .id ? "id" : $0.name }, &bytes)
    }

    /// Appends a battle; both bad is folded into tie, as the set has it.
    static func write(_ battle: BattleRecord, into bytes: inout [UInt8]) {
        let (isA, isB) = (battle.outcome == .modelA, battle.outcome == .modelB)
        let flags = [isA, isB, !isA && !isB].map { $0 ? "1" : "0" }
        let texts = [battle.sharedPrompt ?? [], battle.responseA ?? [], battle.responseB ?? []].map(list)
        CSVOutput.row([battle.id, battle.modelA, battle.modelB] + texts + flags, &bytes)
    }

    private static func list(_ texts: [String]) -> String {
        var bytes: [UInt8] = []
        JSONOutput.list(texts, &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
