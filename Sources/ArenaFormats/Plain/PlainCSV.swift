import Ranking

/// What each column of a plain CSV file holds, and how its rows are read.
struct PlainCSV {
    private enum Column: Equatable {
        case ignored, modelA, modelB, winner
        case feature(Int)
    }

    private let columns: [Column]
    private let featureCount: Int
    private let labels = PlainLabels()
    /// Where the rows begin.
    let start: Int

    /// Reads the header; nil where rows under it are not plain.
    init?(_ bytes: Span<UInt8>, from start: Int, features: [String]) {
        var scanner = CSVRowScanner(columnLimit: CSVRecords.columnLimit)
        let found = scanner.scan(bytes, from: start, to: bytes.count, isAtEnd: true)
        guard case .row(let next, _) = found, next - start <= PlainPart.recordLimit,
            scanner.fieldCount <= CSVRecords.columnLimit
        else { return nil }
        let names = scanner.fields.map { field in
            CSVRecords.headerName(field.range.map { bytes[$0] }, hasDoubledQuotes: field.hasDoubledQuotes)
        }
        guard let header = try? CSVHeader(names: names, features: features, file: "", line: 1),
            !header.hasOptionalFields, let modelA = header.column(of: .modelA),
            let modelB = header.column(of: .modelB), let winner = header.column(of: .winner)
        else { return nil }
        var columns = Array(repeating: Column.ignored, count: header.columnCount)
        (columns[modelA], columns[modelB], columns[winner]) = (.modelA, .modelB, .winner)
        for (place, feature) in header.features.enumerated() {
            guard let column = feature.column, columns[column] == .ignored else { return nil }
            columns[column] = .feature(place)
        }
        self.columns = columns
        featureCount = features.count
        self.start = next
    }

    /// Adds the battles of whole rows to a part; false where some row is not plain.
    func read(_ bytes: Span<UInt8>, into part: inout PlainPart) -> Bool {
        var features = Array(repeating: Float.nan, count: featureCount)
        let end = bytes.count
        var index = 0
        while index < end {
            let row = index
            var (modelA, modelB): (UInt32, UInt32) = (0, 0)
            var outcome: Outcome?
            var column = 0
            while true {
                guard column < columns.count, let cell = Self.cell(bytes, &index, end) else { return false }
                switch columns[column] {
                case .ignored: break
                case .modelA, .modelB:
                    guard !cell.range.isEmpty, let number = part.names.number(cell.range, cell.hash, in: bytes) else {
                        return false
                    }
                    if columns[column] == .modelA { modelA = number } else { modelB = number }
                case .winner: outcome = labels.outcome(of: cell.range, in: bytes)
                case .feature(let place):
                    guard let value = PlainDecimal.value(bytes, cell.range) else { return false }
                    features[place] = value
                }
                column += 1
                if cell.isLast { break }
            }
            guard column == columns.count, modelA != modelB, let outcome, index - row <= PlainPart.recordLimit else {
                return false
            }
            part.add(modelA, modelB, outcome, features)
        }
        return true
    }

    /// The cell that begins at `index`, which moves on to the next one; nil where it is not plain.
    @inline(__always)
    private static func cell(
        _ bytes: Span<UInt8>,
        _ index: inout Int,
        _ end: Int
    ) -> (range: Range<Int>, hash: UInt64, isLast: Bool)? {
        let isQuoted = index < end && bytes[index] == UInt8(ascii: "\"")
        let open = isQuoted ? index + 1 : index
        var (close, hash, delimiter) = text(bytes, from: open, isQuoted: isQuoted)
        index = close + 1
        if isQuoted {
            guard delimiter == UInt8(ascii: "\""), close < end else { return nil }
            // Neither a second quote nor text may follow; the end of the file ends a row too.
            delimiter = index < end ? bytes[index] : UInt8(ascii: "\n")
            index += 1
        }
        if delimiter == UInt8(ascii: "\r") {
            guard index >= end || bytes[index] == UInt8(ascii: "\n") else { return nil }
            index += 1
            delimiter = UInt8(ascii: "\n")
        }
        guard delimiter == UInt8(ascii: ",") || delimiter == UInt8(ascii: "\n") else { return nil }
        return (open..<close, hash, delimiter == UInt8(ascii: "\n"))
    }

    /// Where the text of a cell ends, its hash and the byte there.
    ///
    /// Equal texts have equal hashes, quoted or not: what is hashed at a time depends on the text alone.
    @inline(__always)
    private static func text(_ bytes: Span<UInt8>, from start: Int, isQuoted: Bool) -> (Int, UInt64, UInt8) {
        var (index, hash) = (start, PlainWord.hashBasis)
        while true {
            let word = PlainWord.load(bytes, index)
            // Commas, quotes, line ends and NUL are all below; hardly anything else is.
            let marks = PlainWord.marks(word, atMost: UInt8(ascii: ","))
            guard marks != 0 else {
                hash = PlainWord.hash(hash, word)
                index += 8
                continue
            }
            let place = PlainWord.place(of: marks)
            let byte = UInt8(truncatingIfNeeded: word >> UInt64(8 * place))
            switch byte {
            case UInt8(ascii: ",") where !isQuoted, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\""), 0:
                if place > 0 { hash = PlainWord.hash(hash, PlainWord.first(place, of: word)) }
                return (index + place, hash, byte)
            default:
                hash = PlainWord.hash(hash, PlainWord.first(place + 1, of: word))
                index += place + 1
            }
        }
    }
}
