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
        while true {
            if let object = firstObject(window.unused.prefix(limit)) { return isPair(object) }
            guard !window.isAtEnd, window.unused.count < limit else { return false }
            try window.refill(line: 1)
        }
    }

    /// An array's first object; nil where it does not end here.
    private static func firstObject(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var (depth, isInString, isEscaped) = (0, false, false)
        for index in bytes.indices {
            let byte = bytes[index]
            if isEscaped {
                isEscaped = false
            } else if isInString {
                isEscaped = byte == UInt8(ascii: "\\")
                isInString = byte != UInt8(ascii: "\"")
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth <= 0 { return Array(bytes[...index]) }
            }
        }
        return nil
    }

    private static func isPair(_ object: [UInt8]) -> Bool {
        if let value = JSONText.value(object[...], by: JSONParser())?.value, value.isObject {
            return value.member("wins_a") != nil && value.member("wins_b") != nil && value.member("winner") == nil
        }
        // Of what cannot be read, whether the names occur.
        return has(object, "\"wins_a\"") && has(object, "\"wins_b\"") && !has(object, "\"winner\"")
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }

    private static func has(_ line: [UInt8], _ name: String) -> Bool { PromptText.holds(line, Array(name.utf8)) }
}
