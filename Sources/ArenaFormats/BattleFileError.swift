/// What is wrong with a battle file: where, which field, and what was expected there.
public struct BattleFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of problem.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's stable name.
        public let description: String

        private init(_ name: String) { description = name }

        /// The winner is none of the known labels.
        public static let unknownOutcome = Code("unknownOutcome")
        /// Both sides are the same model.
        public static let selfBattle = Code("selfBattle")
        /// A required field is absent, null or empty.
        public static let missingField = Code("missingField")
        /// The record is not valid JSON, or not an object.
        public static let brokenJSON = Code("brokenJSON")
        /// A field holds bytes that are not UTF-8.
        public static let invalidUTF8 = Code("invalidUTF8")
        /// A field's value has the wrong type or cannot be stored.
        public static let badValue = Code("badValue")
        /// A quoted CSV field is still open at the end of the file.
        public static let unterminatedQuote = Code("unterminatedQuote")
        /// Text follows the closing quote of a CSV field.
        public static let strayQuote = Code("strayQuote")
        /// A CSV row has more or fewer columns than the header.
        public static let wrongColumnCount = Code("wrongColumnCount")
        /// The CSV header lacks a required column.
        public static let missingColumn = Code("missingColumn")
        /// The CSV header names a known column twice.
        public static let duplicateColumn = Code("duplicateColumn")
        /// A record is longer than the reader accepts.
        public static let recordTooLong = Code("recordTooLong")
        /// The file cannot be opened or read.
        public static let unreadable = Code("unreadable")
        /// The file is in none of the known formats.
        public static let unknownFormat = Code("unknownFormat")
        /// The gzip stream ends too early.
        public static let truncatedGzip = Code("truncatedGzip")
        /// The gzip stream is damaged.
        public static let brokenGzip = Code("brokenGzip")
    }

    /// The parts, behind one pointer: a result that may hold an error is then no larger than a battle.
    private indirect enum Parts: Sendable, Equatable {
        case parts(code: Code, file: String, line: Int, field: String?, problem: String)
    }

    private let parts: Parts

    /// Creates an error.
    public init(_ code: Code, file: String, line: Int = 0, field: String? = nil, problem: String) {
        parts = .parts(code: code, file: file, line: line, field: field, problem: problem)
    }

    /// The kind of problem.
    public var code: Code {
        switch parts {
        case .parts(let code, _, _, _, _): code
        }
    }

    /// The file, as the reader was told its name.
    public var file: String {
        switch parts {
        case .parts(_, let file, _, _, _): file
        }
    }

    /// The physical line, counted from 1; 0 when the problem has no place inside the file.
    public var line: Int {
        switch parts {
        case .parts(_, _, let line, _, _): line
        }
    }

    /// The field or column, such as `winner` or `conversation_a[1].content`.
    public var field: String? {
        switch parts {
        case .parts(_, _, _, let field, _): field
        }
    }

    /// What is wrong, in words; values in it are cut and their control characters escaped.
    public var problem: String {
        switch parts {
        case .parts(_, _, _, _, let problem): problem
        }
    }

    /// `file:line: field: problem`, without the parts that are unknown.
    public var description: String {
        var text = ShownValue.escaped(file, limit: 1000)
        if line > 0 { text += ":\(line)" }
        if let field { text += ": \(ShownValue.escaped(field, limit: 200))" }
        return text + ": " + problem
    }

    /// The same problem, placed on a line when it has none yet.
    func on(line: Int) -> BattleFileError {
        guard self.line == 0 else { return self }
        return BattleFileError(code, file: file, line: line, field: field, problem: problem)
    }
}
