/// Cuts JSON lines or a JSON array into records.
struct JSONRecordCutter {
    private enum Place {
        case inside
        /// An array's `]` has been met.
        case closed
    }

    /// Which of the two formats this is.
    let format: BattleFormat
    /// Where the next record starts.
    private(set) var lines: LineCounter
    /// How many records have been cut off.
    private(set) var record = 0
    private let file: String
    private var place = Place.inside

    /// Starts at the window's first byte, which is the array's `[` or the first object's `{`.
    init(format: BattleFormat, window: inout ByteWindow, lines: LineCounter) {
        self.format = format
        self.lines = lines
        file = window.source.name
        if format == .jsonArray { consume(1, of: &window) }
    }

    /// Reads the next record with `body`, which is given its bytes, its line and its number; nil at the end.
    ///
    /// - Throws: where it is not known where the record ends, after which there is no next one.
    mutating func next<Result>(
        window: inout ByteWindow,
        _ body: (_ bytes: ArraySlice<UInt8>, _ line: Int, _ record: Int) -> Result
    ) throws(BattleFileError) -> Result? {
        guard let first = try window.skipBlanks(counting: &lines) else {
            guard format == .jsonLines || place == .closed else {
                throw broken("the file ends before the array's closing bracket; the file is cut short")
            }
            return nil
        }
        guard place == .inside else { throw broken("something follows the end of the array") }
        if format == .jsonLines {
            let length = try lengthOfLine(&window)
            return read(length, of: &window, body)
        }
        if record == 0, first == UInt8(ascii: "]") {
            consume(1, of: &window)
            place = .closed
            return try next(window: &window, body)
        }
        let length = try lengthOfElement(&window)
        let isLast = window.bytes[window.start + length] == UInt8(ascii: "]")
        let result = read(length, of: &window, body)
        consume(1, of: &window)
        if isLast { place = .closed }
        return result
    }

    private mutating func read<Result>(
        _ length: Int,
        of window: inout ByteWindow,
        _ body: (ArraySlice<UInt8>, Int, Int) -> Result
    ) -> Result {
        record += 1
        let result = body(window.bytes[window.start..<(window.start + length)], lines.line, record)
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
