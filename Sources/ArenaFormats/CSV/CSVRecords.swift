import Ranking

/// Reads battles from CSV rows.
struct CSVRecords {
    /// The most columns a file may have.
    static let columnLimit = 4096

    private let file: String
    private let header: CSVHeader
    private var scanner: CSVRowScanner
    private var interned = InternedColumns()
    private let parser = JSONParser()
    /// A field's content once its doubled quotes are single.
    private var unquoted: [UInt8] = []
    private var line: Int
    private var record = 0

    /// Reads the header from the window's front, which is on `line`.
    init(window: inout ByteWindow, line: Int, _ asked: ColumnsAsked) throws(BattleFileError) {
        var scanner = CSVRowScanner(columnLimit: Self.columnLimit)
        file = window.source.name
        var line = line
        let headerLine = line
        header: while true {
            let found = scanner.scan(
                window.bytes.span,
                from: window.start,
                to: window.end,
                isAtEnd: window.isAtEnd
            )
            switch found {
            case .needMore:
                try window.refill(line: line)
            case .unterminatedQuote(let lines):
                throw Self.unterminatedQuote(file: file, line: line + lines)
            case .blank(let next):
                window.start = next
                line += 1
                break header
            case .end:
                break header
            case .row(let next, let lines), .strayText(_, let next, let lines):
                window.start = next
                line += lines
                break header
            }
        }
        let names = scanner.fields.map { field in
            Self.headerName(Array(window.bytes[field.range]), hasDoubledQuotes: field.hasDoubledQuotes)
        }
        guard scanner.fieldCount <= Self.columnLimit else {
            let problem = "the header has \(scanner.fieldCount) columns, more than \(Self.columnLimit)"
            throw BattleFileError(.unknownFormat, file: file, line: headerLine, problem: problem)
        }
        header = try CSVHeader(names: names, asked, file: file, line: headerLine)
        self.scanner = CSVRowScanner(columnLimit: header.columnCount)
        self.line = line
    }

    /// The columns that hold no field of a battle.
    var ignoredColumns: [String] { header.ignored }
    /// Those of them whose content is kept.
    var furtherColumns: [String] { header.further.map(\.name) }

    /// The next battle, or what is wrong with its row; nil at the end.
    mutating func next(
        window: inout ByteWindow
    ) throws(BattleFileError) -> Result<BattleRecord, BattleFileError>? {
        while true {
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
            case .blank(let next):
                window.start = next
                line += 1
            case .unterminatedQuote(let lines):
                throw Self.unterminatedQuote(file: file, line: line + lines)
            case .row(let next, let lines):
                record += 1
                let result = battle(window.bytes.span)
                window.start = next
                line += lines
                return result
            case .strayText(let column, let next, let lines):
                record += 1
                let error = strayText(window.bytes.span, column: column)
                window.start = next
                line += lines
                return .failure(error)
            }
        }
    }

    private mutating func battle(_ bytes: Span<UInt8>) -> Result<BattleRecord, BattleFileError> {
        guard scanner.fieldCount == header.columnCount else {
            let problem = "the row has \(scanner.fieldCount) columns, the header has \(header.columnCount)"
            return .failure(BattleFileError(.wrongColumnCount, file: file, line: line, problem: problem))
        }
        do throws(BattleFileError) {
            if header.nested.contains(where: { !scanner.fields[$0].range.isEmpty }) {
                return .success(try battleOfJSON(bytes))
            }
            return .success(try battleOfFields(bytes))
        } catch {
            return .failure(error)
        }
    }

    /// The battle of a row with objects or lists in it: that of the JSON record of the same members.
    private func battleOfJSON(_ bytes: Span<UInt8>) throws(BattleFileError) -> BattleRecord {
        var json: [UInt8] = [UInt8(ascii: "{")]
        for (column, name) in header.names.enumerated() {
            if let text = try cell(name, column, bytes) { JSONOutput.member(name, text: text, &json) }
        }
        json.append(UInt8(ascii: "}"))
        let battles = JSONBattleParser(
            file: file,
            line: line,
            record: record,
            asked: ColumnsAsked(features: header.features.map(\.name), texts: header.texts.map(\.name)),
            parser: parser
        )
        guard var battle = try battles.battle(json[...]) else {
            throw error(.missingField, .winner, "is missing; every battle needs it")
        }
        if !header.further.isEmpty { battle.further = try further(bytes) }
        return battle
    }

    private mutating func battleOfFields(_ bytes: Span<UInt8>) throws(BattleFileError) -> BattleRecord {
        guard let modelA = try text(.modelA, bytes), let modelB = try text(.modelB, bytes) else {
            let field: BattleField = try text(.modelA, bytes) == nil ? .modelA : .modelB
            throw error(.missingField, field, "is empty; a model's name is needed")
        }
        let outcome = header.isFlagged ? try flaggedOutcome(bytes) : try outcome(bytes)
        guard !modelA.isSameText(as: modelB) else {
            throw error(.selfBattle, .modelB, "\(ShownValue.quoted(modelB)) battles itself")
        }
        return BattleRecord(
            modelA: modelA,
            modelB: modelB,
            outcome: outcome,
            details: header.hasOptionalFields || header.hasFurther ? try details(bytes) : nil,
            record: record,
            line: line
        )
    }

    private mutating func details(_ bytes: Span<UInt8>) throws(BattleFileError) -> BattleDetails {
        var details = BattleDetails()
        details.id = try text(.id, bytes).flatMap(TableValue.name)
        details.judge = try text(.judge, bytes).flatMap(TableValue.name)
        details.language = try text(.language, bytes).flatMap(TableValue.name)
        details.prompt = try turns(.prompt, bytes) ?? []
        details.responseA = try turns(.responseA, bytes)
        details.responseB = try turns(.responseB, bytes)
        if let time = try value(.time, bytes) {
            guard let date = BattleTime.date(time) else {
                throw error(.badValue, .time, "\(ShownValue.quoted(time)) is not a time (\(BattleTime.expected))")
            }
            details.time = date
        }
        if header.hasCircumstances { try addCircumstances(to: &details, bytes) }
        for feature in header.features { details.features.append(try value(feature.name, feature.column, bytes)) }
        for text in header.texts {
            let cell = try cell(text.name, text.column, bytes)
            details.texts.append(text.member.isEmpty ? cell : cell.flatMap { self.member(text.member, of: $0) })
        }
        if !header.further.isEmpty { details.further = try further(bytes) }
        return details
    }

    /// What the columns say that mean nothing to the arena.
    private func further(_ bytes: Span<UInt8>) throws(BattleFileError) -> [FurtherValue] {
        var values: [FurtherValue] = []
        for (name, column) in header.further {
            if let text = try cell(name, column, bytes) { values.append(FurtherValue(name: name, cell: text)) }
        }
        return values
    }

    /// Under which circumstances the battle was fought, and its categories.
    private mutating func addCircumstances(
        to details: inout BattleDetails,
        _ bytes: Span<UInt8>
    ) throws(BattleFileError) {
        details.turn = try wholeNumber(.turn, bytes)
        details.anonymous = try flag(.anonymous, bytes)
        details.isRefusal = try flag(.isRefusal, bytes)
        details.evaluationOrder = try wholeNumber(.evaluationOrder, bytes)
        details.session = try text(.session, bytes).flatMap(TableValue.name)
        var tags: [String]?
        if let isCode = try flag(.isCode, bytes) {
            details.told.insert(.coding)
            tags = isCode ? [Category.coding] : []
        }
        if let cell = try value(.tags, bytes) {
            guard let names = TagList.names(cell) else {
                throw error(.badValue, .tags, "\(ShownValue.quoted(cell)) is not \(TagList.expected)")
            }
            tags = tags ?? []
            for name in names {
                do throws(TagFault) {
                    tags?.append(try TagList.tag(name))
                } catch {
                    throw self.error(.badValue, .tags, error.problem)
                }
            }
        }
        details.tags = tags.map(TagList.normalised)
    }

    private mutating func flag(_ field: BattleField, _ bytes: Span<UInt8>) throws(BattleFileError) -> Bool? {
        guard let text = try value(field, bytes) else { return nil }
        if let flag = TableValue.flag(text) { return flag }
        throw error(.badValue, field, "\(ShownValue.quoted(text)) is not true or false")
    }

    private mutating func wholeNumber(_ field: BattleField, _ bytes: Span<UInt8>) throws(BattleFileError) -> Int? {
        guard let text = try value(field, bytes) else { return nil }
        if let number = TableValue.wholeNumber(text) { return Int(number) }
        throw error(.badValue, field, "\(ShownValue.quoted(text)) is not a whole number")
    }

    /// The text of a field; nil also where it is a table's word for no value.
    private mutating func value(_ field: BattleField, _ bytes: Span<UInt8>) throws(BattleFileError) -> String? {
        guard let text = try text(field, bytes), !TableValue.isAbsent(text) else { return nil }
        return text
    }

    /// The text of a cell; nil where it is empty.
    private func cell(_ name: String, _ column: Int, _ bytes: Span<UInt8>) throws(BattleFileError) -> String? {
        let field = scanner.fields[column]
        guard !field.range.isEmpty else { return nil }
        let cell = bytes.extracting(field.range)
        var content = cell.indices.map { cell[$0] }
        if field.hasDoubledQuotes { content = Self.withSingleQuotes(content) }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw BattleFileError(.badValue, file: file, line: line, field: name, problem: "is not UTF-8")
        }
        return text
    }

    /// A member of the object that a cell holds as JSON.
    private func member(_ path: String, of cell: String) -> String? {
        JSONText.value(cell).flatMap { JSONObject($0, file: file, line: line).shown(path) }
    }

    /// A content whose doubled quotes stand for one: by bytes, for a mark that combines with a quote makes another character of it.
    static func withSingleQuotes(_ content: [UInt8]) -> [UInt8] {
        var single: [UInt8] = []
        var isDoubled = false
        for byte in content {
            if byte == UInt8(ascii: "\""), isDoubled {
                isDoubled = false
                continue
            }
            isDoubled = byte == UInt8(ascii: "\"")
            single.append(byte)
        }
        return single
    }

    private func value(_ name: String, _ column: Int?, _ bytes: Span<UInt8>) throws(BattleFileError) -> Double {
        guard let column else { return .nan }
        let range = scanner.fields[column].range
        guard !range.isEmpty else {
            throw BattleFileError(
                .missingField,
                file: file,
                line: line,
                field: name,
                problem: "is empty; every battle is to have a number there"
            )
        }
        let cell = bytes.extracting(range)
        let text = String(decoding: cell.indices.map { cell[$0] }, as: UTF8.self)
        guard let value = FeatureValue.read(text) else {
            throw BattleFileError(
                .badValue,
                file: file,
                line: line,
                field: name,
                problem: "\(ShownValue.quoted(text)) is not \(FeatureValue.expected)"
            )
        }
        return value
    }

    /// A conversation's turns: the cell's text, or the texts in it in the 55k file.
    private mutating func turns(_ field: BattleField, _ bytes: Span<UInt8>) throws(BattleFileError) -> [String]? {
        guard let cell = try text(field, bytes) else { return nil }
        guard header.holdsTurns else { return [cell] }
        guard let texts = JSONText.texts(cell) else {
            if !header.isFlagged { return [cell] }
            throw error(.badValue, field, "\(ShownValue.quoted(cell)) is not a JSON array of texts")
        }
        guard !texts.contains(where: { $0.utf8.contains(0) }) else {
            throw error(.badValue, field, TextFault.nul.problem)
        }
        return texts.isEmpty ? nil : texts
    }

    /// Who won by the three columns of the 55k file, of which exactly one is 1.
    private mutating func flaggedOutcome(_ bytes: Span<UInt8>) throws(BattleFileError) -> Outcome {
        var outcomes: [Outcome] = []
        for (field, outcome) in zip(BattleField.winnerFlags, [Outcome.modelA, .modelB, .tie]) {
            let cell = try text(field, bytes) ?? ""
            guard let holds = TableValue.flag(cell) else {
                throw error(.unknownOutcome, field, "\(ShownValue.quoted(cell)) is neither 0 nor 1")
            }
            if holds { outcomes.append(outcome) }
        }
        guard outcomes.count == 1 else {
            let names = BattleField.winnerFlags.map { header.name(of: $0) }.joined(separator: ", ")
            throw error(.unknownOutcome, .winnerIsA, "\(outcomes.count) of \(names) are 1, and not one")
        }
        return outcomes[0]
    }

    private mutating func outcome(_ bytes: Span<UInt8>) throws(BattleFileError) -> Outcome {
        guard let content = content(.winner, bytes), !content.range.isEmpty else {
            throw error(.missingField, .winner, "is empty; expected one of \(OutcomeLabel.expected)")
        }
        let known =
            content.isUnquoted
            ? OutcomeLabel.outcome(of: unquoted.span)
            : OutcomeLabel.outcome(of: bytes.extracting(content.range))
        if let known { return known }
        // Bytes that are no text are a problem of their own.
        guard let label = try text(.winner, bytes) else {
            throw error(.missingField, .winner, "is empty; expected one of \(OutcomeLabel.expected)")
        }
        throw error(.unknownOutcome, .winner, OutcomeLabel.problem(with: label))
    }

    /// A field's text; nil when the file has no such column or the cell is empty.
    private mutating func text(_ field: BattleField, _ bytes: Span<UInt8>) throws(BattleFileError) -> String? {
        guard let content = content(field, bytes), !content.range.isEmpty else { return nil }
        do throws(TextFault) {
            if content.isUnquoted { return try interned.string(field, of: unquoted) }
            return try interned.string(field, bytes.extracting(content.range))
        } catch {
            throw self.error(error.code, field, error.problem)
        }
    }

    /// Where a field's content stands: in the window, or in `unquoted` when doubled quotes had to become single.
    private mutating func content(
        _ field: BattleField,
        _ bytes: Span<UInt8>
    ) -> (range: Range<Int>, isUnquoted: Bool)? {
        guard let column = header.column(of: field) else { return nil }
        let place = scanner.fields[column]
        guard place.hasDoubledQuotes else { return (place.range, false) }
        unquoted.removeAll(keepingCapacity: true)
        var index = place.range.lowerBound
        while index < place.range.upperBound {
            unquoted.append(bytes[index])
            index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
        }
        return (unquoted.indices, true)
    }

    private func strayText(_ bytes: Span<UInt8>, column: Int) -> BattleFileError {
        let field = BattleField.allCases.first { header.column(of: $0) == column }
        return BattleFileError(
            .strayQuote,
            file: file,
            line: line,
            field: field.map { header.name(of: $0) },
            problem: "text follows the closing quote in column \(column + 1); write a quote inside quotes as two quotes"
        )
    }

    private func error(_ code: BattleFileError.Code, _ field: BattleField, _ problem: String) -> BattleFileError {
        BattleFileError(code, file: file, line: line, field: header.name(of: field), problem: problem)
    }

    private static func unterminatedQuote(file: String, line: Int) -> BattleFileError {
        let problem = "the quote that opens on this line is never closed"
        return BattleFileError(.unterminatedQuote, file: file, line: line, problem: problem)
    }

    static func headerName(_ bytes: [UInt8], hasDoubledQuotes: Bool) -> String {
        trimmed(String(decoding: hasDoubledQuotes ? withSingleQuotes(bytes) : bytes, as: UTF8.self))
    }

    /// A column's name without blanks around it.
    static func trimmed(_ name: String) -> String {
        var name = name
        while let last = name.unicodeScalars.last, last == " " || last == "\t" { name.unicodeScalars.removeLast() }
        return String(name.drop { $0 == " " || $0 == "\t" })
    }
}
