import Ranking

/// What each column of a plain CSV file holds, and how its rows are read.
struct PlainCSV {
    /// The place of each column's feature among those asked for; nil where it is none.
    private let features: [Int?]
    /// The columns of the models and the winner, in the order in which they stand.
    private let main: (first: Int, second: Int, third: Int)
    /// Which of the three the winner is, 0 to 2.
    private let winner: Int
    /// Whether model B stands before model A.
    private let isSwapped: Bool
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
        guard let header = try? CSVHeader(names: names, ColumnsAsked(features: features), file: "", line: 1),
            !header.hasOptionalFields, header.nested.isEmpty, let modelA = header.column(of: .modelA),
            let modelB = header.column(of: .modelB), let winner = header.column(of: .winner)
        else { return nil }
        let main = [modelA, modelB, winner].sorted()
        var places = [Int?](repeating: nil, count: header.columnCount)
        for (place, feature) in header.features.enumerated() {
            guard let column = feature.column, !main.contains(column), places[column] == nil else { return nil }
            places[column] = place
        }
        self.features = places
        self.main = (main[0], main[1], main[2])
        self.winner = main.firstIndex(of: winner) ?? 2
        isSwapped = modelB < modelA
        featureCount = features.count
        self.start = next
    }

    /// Adds the battles of whole rows to a part; false where some row is not plain.
    func read(_ bytes: Span<UInt8>, into part: inout PlainPart) -> Bool {
        var values = Array(repeating: Double.nan, count: featureCount)
        let last = features.count - 1
        var index = 0
        while index < bytes.count {
            let row = index
            // Each of the three is read by code of its own: a processor then foresees better what comes next.
            guard readOthers(0..<main.first, bytes, &index, &values),
                let first = Self.cell(bytes, &index, isLast: false),
                readOthers(main.first + 1..<main.second, bytes, &index, &values),
                let second = Self.cell(bytes, &index, isLast: false),
                readOthers(main.second + 1..<main.third, bytes, &index, &values),
                let third = Self.cell(bytes, &index, isLast: main.third == last),
                readOthers(main.third + 1..<last + 1, bytes, &index, &values)
            else { return false }
            let (label, one, other) =
                switch winner {
                case 0: (first, second, third)
                case 1: (second, first, third)
                default: (third, first, second)
                }
            guard let model = part.names.number(one.range, one.hash, in: bytes),
                let opponent = part.names.number(other.range, other.hash, in: bytes), model != opponent,
                let outcome = labels.outcome(of: label.range, in: bytes), index - row <= PlainPart.recordLimit
            else { return false }
            part.add(isSwapped ? opponent : model, isSwapped ? model : opponent, outcome, values)
        }
        return true
    }

    /// Reads the columns of neither models nor winner; false where one is not plain.
    @inline(__always)
    private func readOthers(
        _ columns: Range<Int>,
        _ bytes: Span<UInt8>,
        _ index: inout Int,
        _ values: inout [Double]
    ) -> Bool {
        columns.isEmpty || readFeatures(columns, bytes, &index, &values)
    }

    @inline(never)
    private func readFeatures(
        _ columns: Range<Int>,
        _ bytes: Span<UInt8>,
        _ index: inout Int,
        _ values: inout [Double]
    ) -> Bool {
        for column in columns {
            guard let cell = Self.cell(bytes, &index, isLast: column == features.count - 1) else { return false }
            guard let place = features[column] else { continue }
            guard let value = PlainDecimal.value(bytes, cell.range) else { return false }
            values[place] = value
        }
        return true
    }

    /// The cell that begins at `index`, which moves on to the next one; nil where it is not plain.
    ///
    /// - Parameter isLast: whether a row ends with it.
    @inline(__always)
    private static func cell(
        _ bytes: Span<UInt8>,
        _ index: inout Int,
        isLast: Bool
    ) -> (range: Range<Int>, hash: UInt64)? {
        let open = index
        let (close, hash, mark) = text(bytes, from: open, isQuoted: false)
        guard mark == (isLast ? UInt8(ascii: "\n") : UInt8(ascii: ",")), close < bytes.count else {
            return unusualCell(bytes, &index, isLast: isLast)
        }
        index = close &+ 1
        return (unsafe Range(uncheckedBounds: (open, close)), hash)
    }

    /// The same of a cell in quotes, one before a carriage return, and the last of a file.
    @inline(never)
    private static func unusualCell(
        _ bytes: Span<UInt8>,
        _ index: inout Int,
        isLast: Bool
    ) -> (range: Range<Int>, hash: UInt64)? {
        let end = bytes.count
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
        guard delimiter == (isLast ? UInt8(ascii: "\n") : UInt8(ascii: ",")) else { return nil }
        return (open..<close, hash)
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
                index &+= 8
                continue
            }
            let place = PlainWord.place(of: marks)
            let byte = UInt8(truncatingIfNeeded: word &>> UInt64(8 &* place))
            switch byte {
            case UInt8(ascii: ",") where !isQuoted, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\""), 0:
                return (index &+ place, PlainWord.hash(hash, PlainWord.before(marks, of: word)), byte)
            default:
                hash = PlainWord.hash(hash, PlainWord.first(place + 1, of: word))
                index &+= place &+ 1
            }
        }
    }
}
