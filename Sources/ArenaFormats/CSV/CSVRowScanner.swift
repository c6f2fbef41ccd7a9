/// Finds the fields of CSV rows (RFC 4180) in a window of bytes.
struct CSVRowScanner {
    /// Where a field's content stands, without its quotes.
    struct Field {
        var range: Range<Int>
        var isQuoted: Bool
        /// Whether the content holds doubled quotes that stand for one.
        var hasDoubledQuotes: Bool
    }

    /// What stands at a place of the file.
    enum Found {
        /// A row, in `fields`; the next starts at `next`, `lines` physical lines further down.
        case row(next: Int, lines: Int)
        /// As a row, but text follows the closing quote of this column (counted from 0).
        case strayText(column: Int, next: Int, lines: Int)
        /// A line of nothing but blanks.
        case blank(next: Int)
        /// A quoted field that is never closed, opened so many lines further down.
        case unterminatedQuote(lines: Int)
        /// The window ends before the row does.
        case needMore
        /// The end of the file.
        case end
    }

    /// How many columns there are at most; fields beyond are counted and not kept.
    let columnLimit: Int
    /// The fields of the row found last.
    private(set) var fields: [Field] = []
    /// How many fields the row found last has.
    private(set) var fieldCount = 0

    init(columnLimit: Int) {
        self.columnLimit = columnLimit
    }

    /// Scans one row that starts at `start`; `bytes` end at `end`, and with `isAtEnd` so does the file.
    mutating func scan(_ bytes: Span<UInt8>, from start: Int, to end: Int, isAtEnd: Bool) -> Found {
        guard start < end else { return isAtEnd ? .end : .needMore }
        fields.removeAll(keepingCapacity: true)
        fieldCount = 0
        var index = start
        var lines = 1
        var strayColumn: Int?
        while true {
            if index < end, bytes[index] == UInt8(ascii: "\"") {
                let openLine = lines - 1
                guard let close = closingQuote(bytes, after: index, to: end, lines: &lines) else {
                    return isAtEnd ? .unterminatedQuote(lines: openLine) : .needMore
                }
                index = close + 1
                let afterQuote = index
                skipToDelimiter(bytes, &index, end)
                if index > afterQuote, strayColumn == nil { strayColumn = fieldCount - 1 }
            } else {
                let open = index
                skipToDelimiter(bytes, &index, end)
                append(Field(range: open..<index, isQuoted: false, hasDoubledQuotes: false))
            }
            if index == end {
                guard isAtEnd else { return .needMore }
                break
            }
            let delimiter = bytes[index]
            index += 1
            if delimiter == UInt8(ascii: ",") { continue }
            if delimiter == UInt8(ascii: "\r") {
                // Whether a line feed belongs to this line end shows only in the next byte.
                guard index < end || isAtEnd else { return .needMore }
                if index < end, bytes[index] == UInt8(ascii: "\n") { index += 1 }
            }
            break
        }
        if let strayColumn { return .strayText(column: strayColumn, next: index, lines: lines) }
        return isBlank(bytes) ? .blank(next: index) : .row(next: index, lines: lines)
    }

    /// Appends the quoted field that opens at `open` and returns its closing quote's place.
    private mutating func closingQuote(
        _ bytes: Span<UInt8>,
        after open: Int,
        to end: Int,
        lines: inout Int
    ) -> Int? {
        var index = open + 1
        var hasDoubledQuotes = false
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                // A quote at the window's end may be the first of two; the caller then asks for more and scans again.
                if index + 1 < end, bytes[index + 1] == UInt8(ascii: "\"") {
                    hasDoubledQuotes = true
                    index += 2
                    continue
                }
                append(Field(range: (open + 1)..<index, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes))
                return index
            case UInt8(ascii: "\r"):
                lines += 1
            case UInt8(ascii: "\n"):
                if bytes[index - 1] != UInt8(ascii: "\r") { lines += 1 }
            default:
                break
            }
            index += 1
        }
        return nil
    }

    private mutating func append(_ field: Field) {
        if fieldCount < columnLimit { fields.append(field) }
        fieldCount += 1
    }

    private func skipToDelimiter(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int) {
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return }
            index += 1
        }
    }

    private func isBlank(_ bytes: Span<UInt8>) -> Bool {
        guard fieldCount == 1, !fields[0].isQuoted else { return false }
        return fields[0].range.allSatisfy { bytes[$0] == UInt8(ascii: " ") || bytes[$0] == UInt8(ascii: "\t") }
    }
}
