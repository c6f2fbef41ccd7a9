/// Cuts JSON lines or a JSON array into records and reads a battle from each.
struct JSONRecords {
    private enum Place {
        case inside
        /// An array's `]` has been met.
        case closed
    }

    /// Which of the two formats this is.
    let format: BattleFormat
    private let file: String
    private let features: [String]
    private let texts: [String]
    private let parser = JSONParser()
    private var lines: LineCounter
    private var record = 0
    private var place = Place.inside

    /// Starts at the window's first byte, which is the array's `[` or the first object's `{`.
    init(format: BattleFormat, window: inout ByteWindow, lines: LineCounter, features: [String], texts: [String]) {
        self.format = format
        self.features = features
        self.texts = texts
        self.lines = lines
        file = window.source.name
        if format == .jsonArray { consume(1, of: &window) }
    }

    /// The next battle, or what is wrong with its record; nil at the end.
    mutating func next(
        window: inout ByteWindow
    ) throws(BattleFileError) -> Result<BattleRecord, BattleFileError>? {
        while let result = try nextRecord(window: &window) {
            switch result {
            case .success(let battle?): return .success(battle)
            case .success(nil): continue
            case .failure(let error): return .failure(error)
            }
        }
        return nil
    }

    /// The next record's battle, if it is one.
    private mutating func nextRecord(
        window: inout ByteWindow
    ) throws(BattleFileError) -> Result<BattleRecord?, BattleFileError>? {
        guard let first = try window.skipBlanks(counting: &lines) else {
            guard format == .jsonLines || place == .closed else {
                throw broken("the file ends before the array's closing bracket; the file is cut short")
            }
            return nil
        }
        guard place == .inside else { throw broken("something follows the end of the array") }
        if format == .jsonLines {
            let length = try lengthOfLine(&window)
            return read(length, of: &window)
        }
        if record == 0, first == UInt8(ascii: "]") {
            consume(1, of: &window)
            place = .closed
            return try nextRecord(window: &window)
        }
        let length = try lengthOfElement(&window)
        let isLast = window.bytes[window.start + length] == UInt8(ascii: "]")
        let result = read(length, of: &window)
        consume(1, of: &window)
        if isLast { place = .closed }
        return result
    }

    private mutating func read(_ length: Int, of window: inout ByteWindow) -> Result<BattleRecord?, BattleFileError> {
        record += 1
        let result: Result<BattleRecord?, BattleFileError>
        do throws(BattleFileError) {
            let battles = JSONBattleParser(
                file: file,
                line: lines.line,
                record: record,
                features: features,
                texts: texts,
                parser: parser
            )
            result = .success(try battles.battle(window.bytes[window.start..<(window.start + length)]))
        } catch {
            result = .failure(error)
        }
        consume(length, of: &window)
        return result
    }

    private mutating func consume(_ count: Int, of window: inout ByteWindow) {
        lines.advance(over: window.bytes.span.extracting(window.start..<(window.start + count)))
        window.start += count
    }

    private func lengthOfLine(_ window: inout ByteWindow) throws(BattleFileError) -> Int {
        var length = 0
        while true {
            while window.start + length < window.end {
                let byte = window.bytes[window.start + length]
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return length }
                length += 1
            }
            if window.isAtEnd { return length }
            try window.refill(line: lines.line)
        }
    }

    /// The bytes up to the comma or bracket that ends the element, which are in the window then.
    private func lengthOfElement(_ window: inout ByteWindow) throws(BattleFileError) -> Int {
        var length = 0
        var depth = 0
        var isInString = false
        while true {
            while window.start + length < window.end {
                let byte = window.bytes[window.start + length]
                switch byte {
                case UInt8(ascii: "\\") where isInString:
                    // The escaped byte may be beyond the window; no byte of it but a quote or backslash matters.
                    if window.start + length + 1 == window.end, !window.isAtEnd {
                        try window.refill(line: lines.line)
                    }
                    length += 1
                case UInt8(ascii: "\""):
                    isInString.toggle()
                case _ where isInString:
                    break
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    depth += 1
                case UInt8(ascii: ","), UInt8(ascii: "]"):
                    if depth == 0 { return length }
                    if byte == UInt8(ascii: "]") { depth -= 1 }
                case UInt8(ascii: "}"):
                    depth = max(0, depth - 1)
                default:
                    break
                }
                length += 1
            }
            guard !window.isAtEnd else {
                throw broken("the record that starts here, or the array around it, is never closed")
            }
            try window.refill(line: lines.line)
        }
    }

    private func broken(_ problem: String) -> BattleFileError {
        BattleFileError(.brokenJSON, file: file, line: lines.line, problem: problem)
    }
}
