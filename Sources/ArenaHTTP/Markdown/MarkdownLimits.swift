/// What keeps one text from costing more to parse than many others together.
///
/// The parser takes time in the square of some measures of its input: the depth of nesting, the columns of a table, the
/// length of a word that might be an address. No text that people read comes near these bounds, so beyond them
/// it is simply shown with less markup.
struct MarkdownLimits {
    /// Longer texts, in bytes, are not parsed.
    static let maximumBytes = 128 * 1024
    /// Texts with more nodes are shown as they are.
    static let maximumNodes = 20_000
    /// Deeper nodes are flattened to their text.
    static let maximumDepth = 64
    /// A line that opens with more marks of quotes or lists is not parsed.
    static let maximumMarks = 100
    /// Texts with more opening brackets are not parsed: each looks back for all that might belong to it.
    static let maximumBrackets = 5_000
    /// With a longer word in the text, bare addresses stay plain.
    static let maximumWord = 1_024
    /// With more columns, or more cells that a table could have, tables stay plain.
    static let maximumColumns = 200
    static let maximumCells = 20_000

    /// Whether the text may be parsed at all.
    let allowsParsing: Bool
    /// The extensions that may be used on it.
    let extensions: [String]

    init(measuring text: String) {
        var measure = Measure()
        if text.utf8.count <= Self.maximumBytes {
            for byte in text.utf8 { measure.add(byte) }
        }
        measure.endLine()
        allowsParsing =
            text.utf8.count <= Self.maximumBytes && measure.marks <= Self.maximumMarks
            && measure.brackets <= Self.maximumBrackets
        var extensions = ["strikethrough", "tasklist"]
        if measure.columns <= Self.maximumColumns && measure.columns * measure.lines <= Self.maximumCells {
            extensions.append("table")
        }
        if measure.longestWord <= Self.maximumWord { extensions.append("autolink") }
        self.extensions = extensions
    }

    /// One pass over the bytes.
    private struct Measure {
        var lines = 0
        var marks = 0
        var brackets = 0
        var longestWord = 0
        /// The most columns of a line that could be the one under a table's head.
        var columns = 0

        private var isInMarks = true
        private var marksHere = 0
        private var couldRuleTable = true
        private var pipesHere = 0
        private var word = 0

        mutating func add(_ byte: UInt8) {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                endLine()
                return
            case UInt8(ascii: " "), UInt8(ascii: "\t"): word = 0
            default: word += 1
            }
            longestWord = max(longestWord, word)
            if byte == UInt8(ascii: "[") { brackets += 1 }
            switch byte {
            case UInt8(ascii: ">"), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "-"): marksHere += 1
            case UInt8(ascii: "."), UInt8(ascii: ")"): marksHere += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
            default: isInMarks = false
            }
            if isInMarks { marks = max(marks, marksHere) }
            switch byte {
            case UInt8(ascii: "|"): pipesHere += 1
            case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\t"): break
            case UInt8(ascii: ">"), UInt8(ascii: "*"), UInt8(ascii: "+"): break
            default: couldRuleTable = false
            }
        }

        mutating func endLine() {
            if couldRuleTable && pipesHere > 0 { columns = max(columns, pipesHere + 1) }
            lines += 1
            isInMarks = true
            marksHere = 0
            couldRuleTable = true
            pipesHere = 0
            word = 0
        }
    }
}
