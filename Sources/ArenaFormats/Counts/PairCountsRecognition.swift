/// Tells pair-count files from files of battles by their beginning.
enum PairCountsRecognition {
    /// A header or first line longer than this is none of pair counts.
    private static let limit = 64 << 10

    /// Whether the window, which stands at the first byte that is no blank, holds pair counts; no byte is used up.
    ///
    /// The header of CSV, or the first object of JSON, has `wins_a` and `wins_b`, and no `winner`.
    static func holds(_ window: inout ByteWindow) throws(BattleFileError) -> Bool {
        if window.unused.first == UInt8(ascii: "[") { return try holdsArray(&window) }
        while !window.isAtEnd, window.unused.count < limit, !window.unused.contains(where: isLineEnd) {
            try window.refill(line: 1)
        }
        let line = Array(window.unused.prefix(while: { !isLineEnd($0) }))
        guard line.count < limit else { return false }
        if line.first == UInt8(ascii: "{") {
            return isPair(line)
        }
        var scanner = CSVRowScanner(columnLimit: PairCountsReader.columnLimit)
        guard case .row = scanner.scan(line.span, from: 0, to: line.count, isAtEnd: true) else { return false }
        let names = scanner.fields.map { CSVRecords.headerName(Array(line[$0.range]), hasDoubledQuotes: false) }
        return names.contains("wins_a") && names.contains("wins_b") && !names.contains("winner")
    }

    private static func holdsArray(_ window: inout ByteWindow) throws(BattleFileError) -> Bool {
        while !window.isAtEnd, window.unused.count < limit, !window.unused.contains(UInt8(ascii: "}")) {
            try window.refill(line: 1)
        }
        let beginning = window.unused.prefix(limit)
        return isPair(Array(beginning[..<(beginning.firstIndex(of: UInt8(ascii: "}")) ?? beginning.endIndex)]))
    }

    private static func isPair(_ object: [UInt8]) -> Bool {
        // A quote inside a text is escaped, so these bytes are never part of one.
        has(object, "\"wins_a\"") && has(object, "\"wins_b\"") && !has(object, "\"winner\"")
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }

    private static func has(_ line: [UInt8], _ name: String) -> Bool { PromptText.holds(line, Array(name.utf8)) }
}
