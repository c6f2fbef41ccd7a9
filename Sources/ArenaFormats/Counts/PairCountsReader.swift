/// Reads pair counts one by one, from CSV, JSON lines or a JSON array, gzipped or not, in bounded memory.
///
/// Columns, or members: `model_a, model_b, wins_a, wins_b` and, where there are any, `ties` and `both_bad`; others are left
/// alone. Counts are whole numbers from 0 on. A pair may stand in several records, either way round: their counts add up. A record
/// that is none comes as a failure, after which reading goes on with the next.
public final class PairCountsReader {
    /// The most columns a file may have.
    static let columnLimit = 4096

    /// The file's name in errors.
    public let name: String
    /// The columns of a CSV file that are not read.
    public private(set) var ignoredColumns: [String] = []

    private var window: ByteWindow
    private var lines: LineCounter
    private var record = 0
    private var json: JSONRecordCutter?
    private let parser = JSONParser()
    private var scanner = CSVRowScanner(columnLimit: PairCountsReader.columnLimit)
    /// The column of each field, in the fields' order.
    private var columns: [Int?] = []
    private var failure: BattleFileError?

    /// Creates a reader of a file, which is opened now.
    public convenience init(path: String) throws(BattleFileError) {
        try self.init(source: try FileBytes(path: path))
    }

    /// Creates a reader of any source of bytes.
    ///
    /// - Throws: where it cannot be read or holds no pair counts.
    public convenience init(source: any ByteSource) throws(BattleFileError) {
        try self.init(ByteWindow(source: source))
    }

    /// Creates a reader of what a window shows.
    convenience init(_ window: ByteWindow) throws(BattleFileError) {
        let source = window.source
        var opened = try OpenedBytes(window)
        guard try PairCountsRecognition.holds(&opened.window) else {
            throw BattleFileError(
                .unknownFormat,
                file: source.name,
                line: opened.lines.line,
                problem: "is no file of pair counts: it needs model_a, model_b, wins_a, wins_b, and no winner"
            )
        }
        try self.init(opened)
    }

    /// Goes on with what has been opened and recognised.
    init(_ opened: OpenedBytes) throws(BattleFileError) {
        (window, lines) = (opened.window, opened.lines)
        name = window.source.name
        let format = BattleFormat(firstByte: opened.first)
        if format == .csv {
            try readHeader()
        } else {
            json = JSONRecordCutter(format: format, window: &window, lines: lines)
        }
    }

    /// How many bytes of the file, as it is stored, have been read, out of how many; the total is 0 when not known.
    public var progress: (bytesRead: Int64, totalBytes: Int64) {
        (window.source.bytesRead, window.source.totalBytes)
    }

    /// The next record, or what is wrong with it; nil at the end of the file.
    ///
    /// Throws, again at each further call, where reading cannot go on.
    public func next() throws(BattleFileError) -> Result<PairCountRecord, BattleFileError>? {
        if let failure { throw failure }
        do throws(BattleFileError) {
            return json != nil ? try nextObject() : try nextRow()
        } catch {
            failure = error
            throw error
        }
    }

    // MARK: CSV

    private func readHeader() throws(BattleFileError) {
        guard let (cells, line) = try nextCells(), let names = try? cells.get() else {
            throw BattleFileError(.unknownFormat, file: name, line: lines.line, problem: "the header cannot be read")
        }
        for field in PairCountField.allCases {
            let places = names.indices.filter { names[$0] == field.rawValue }
            guard places.count < 2 else {
                let problem = "the header has \(places.count) columns of this name; keep one"
                throw BattleFileError(.duplicateColumn, file: name, line: line, field: field.rawValue, problem: problem)
            }
            guard !places.isEmpty || field.isOptional else {
                let problem = "the header has no such column; pair counts need it"
                throw BattleFileError(.missingColumn, file: name, line: line, field: field.rawValue, problem: problem)
            }
            columns.append(places.first)
        }
        ignoredColumns = names.indices.filter { !columns.contains($0) }.map { names[$0] }
        scanner = CSVRowScanner(columnLimit: names.count)
        columnCount = names.count
    }

    private var columnCount = 0

    private func nextRow() throws(BattleFileError) -> Result<PairCountRecord, BattleFileError>? {
        guard let (cells, line) = try nextCells() else { return nil }
        record += 1
        do throws(BattleFileError) {
            return .success(try pair(try cells.get(), line: line))
        } catch {
            return .failure(error)
        }
    }

    private func pair(_ cells: [String], line: Int) throws(BattleFileError) -> PairCountRecord {
        guard cells.count == columnCount else {
            let problem = "the row has \(cells.count) columns, the header has \(columnCount)"
            throw BattleFileError(.wrongColumnCount, file: name, line: line, problem: problem)
        }
        let cell = { (place: Int) in self.columns[place].map { cells[$0] } ?? "" }
        var counts: [Int64] = []
        for (place, field) in PairCountField.allCases.enumerated() where PairCountField.counts.contains(field) {
            let text = cell(place)
            if text.isEmpty || TableValue.isAbsent(text), field.isOptional {
                counts.append(0)
                continue
            }
            guard let first = text.utf8.first, PromptText.isDigit(first), let count = TableValue.wholeNumber(text)
            else {
                throw Self.badCount(text.isEmpty ? "is empty" : "\(ShownValue.quoted(text))", field, name, line)
            }
            counts.append(count)
        }
        return try checked(cell(0), cell(1), counts, line: line, record: record)
    }

    /// The next row's cells, or what is wrong with them, and the line it starts on; nil at the end.
    private func nextCells() throws(BattleFileError) -> (cells: Result<[String], BattleFileError>, line: Int)? {
        while true {
            let line = lines.line
            let found = scanner.scan(
                window.bytes.span,
                from: window.start,
                to: window.end,
                isAtEnd: window.isAtEnd
            )
            switch found {
            case .needMore:
                try window.refill(line: line)
            case .end:
                return nil
            case .unterminatedQuote(let further):
                let problem = "the quote that opens on this line is never closed"
                throw BattleFileError(.unterminatedQuote, file: name, line: line + further, problem: problem)
            case .blank(let next):
                advance(to: next)
            case .strayText(let column, let next, _):
                advance(to: next)
                let problem = "text follows the closing quote in column \(column + 1)"
                return (.failure(BattleFileError(.strayQuote, file: name, line: line, problem: problem)), line)
            case .row(let next, _):
                let cells = Result { () throws(BattleFileError) in try self.cells(line: line) }
                advance(to: next)
                return (cells, line)
            }
        }
    }

    private func cells(line: Int) throws(BattleFileError) -> [String] {
        guard scanner.fieldCount == scanner.fields.count else {
            let problem = "the row has \(scanner.fieldCount) columns, the header has \(columnCount)"
            throw BattleFileError(.wrongColumnCount, file: name, line: line, problem: problem)
        }
        var cells: [String] = []
        for (column, field) in scanner.fields.enumerated() {
            do throws(TextFault) {
                let content = Array(window.bytes[field.range])
                let single = field.hasDoubledQuotes ? CSVRecords.withSingleQuotes(content) : content
                cells.append(try Text.string(single.span))
            } catch {
                let problem = "column \(column + 1): \(error.problem)"
                throw BattleFileError(error.code, file: name, line: line, problem: problem)
            }
        }
        return cells
    }

    private func advance(to next: Int) {
        lines.advance(over: window.bytes.span.extracting(window.start..<next))
        window.start = next
    }

    // MARK: JSON

    private func nextObject() throws(BattleFileError) -> Result<PairCountRecord, BattleFileError>? {
        try json?.next(window: &window) { [parser, name] bytes, line, record in
            Result { () throws(BattleFileError) in
                let pair = try JSONPairCount(bytes, parser: parser, file: name, line: line)
                return try checked(pair.models[0], pair.models[1], pair.counts, line: line, record: record)
            }
        }
    }

    // MARK: Both

    private func checked(
        _ modelA: String,
        _ modelB: String,
        _ counts: [Int64],
        line: Int,
        record: Int
    ) throws(BattleFileError) -> PairCountRecord {
        for (model, field) in zip([modelA, modelB], PairCountField.models) {
            guard !model.isEmpty else {
                let problem = "is empty; a model's name is needed"
                throw BattleFileError(.missingField, file: name, line: line, field: field.rawValue, problem: problem)
            }
            guard !model.utf8.contains(0) else {
                let problem = TextFault.nul.problem
                throw BattleFileError(.badValue, file: name, line: line, field: field.rawValue, problem: problem)
            }
        }
        guard !modelA.isSameText(as: modelB) else {
            let problem = "\(ShownValue.quoted(modelB)) battles itself"
            let field = PairCountField.modelB.rawValue
            throw BattleFileError(.selfBattle, file: name, line: line, field: field, problem: problem)
        }
        return PairCountRecord(
            modelA: modelA,
            modelB: modelB,
            winsA: counts[0],
            winsB: counts[1],
            ties: counts[2],
            bothBad: counts[3],
            record: record,
            line: line
        )
    }

    static func badCount(_ what: String, _ field: PairCountField, _ file: String, _ line: Int) -> BattleFileError {
        let problem = "\(what), not \(PairCountField.expectedCount)"
        return BattleFileError(.badValue, file: file, line: line, field: field.rawValue, problem: problem)
    }
}
