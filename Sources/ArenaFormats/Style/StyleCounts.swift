import Ranking

/// What of a response's form is thought to please apart from what it says: the counts of LMArena's style control.
public struct StyleCounts: Sendable, Equatable {
    /// Tokens where the file tells them, else words.
    public var length: Double
    /// Headings of Markdown.
    public var headers: Double
    /// Items of lists, numbered or not.
    public var lists: Double
    /// Bold passages.
    public var bold: Double

    /// Given counts.
    public init(length: Double, headers: Double, lists: Double, bold: Double) {
        (self.length, self.headers, self.lists, self.bold) = (length, headers, lists, bold)
    }

    /// The counts of a model's turns, as words and marks of Markdown outside fenced code.
    public init(of turns: [String]) {
        self.init(length: 0, headers: 0, lists: 0, bold: 0)
        for turn in turns { add(turn) }
    }

    /// The names of the features, in the order of ``difference(_:_:)``.
    public static let features = ["length", "headers", "lists", "bold"]

    /// (a − b)/(a + b) of each count, 0 where neither side has any: from −1 to 1, positive where A has more.
    public static func difference(_ a: StyleCounts, _ b: StyleCounts) -> [Double] {
        zip(a.values, b.values).map(FeaturedBattles.normalizedDifference)
    }

    private var values: [Double] { [length, headers, lists, bold] }

    private mutating func add(_ text: String) {
        var isCode = false
        for line in text.utf8.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
            length += Self.words(line)
            let content = line.drop { $0 == 0x20 || $0 == 0x09 }
            if content.starts(with: "```".utf8) || content.starts(with: "~~~".utf8) {
                isCode.toggle()
                continue
            }
            if isCode { continue }
            if Self.isHeader(content) { headers += 1 } else if Self.isItem(content) { lists += 1 }
            bold += Self.boldPassages(line)
        }
    }

    private static func words(_ line: Substring.UTF8View) -> Double {
        var count = 0.0
        var isInside = false
        for byte in line {
            let isBlank = byte == 0x20 || byte == 0x09
            if !isBlank && !isInside { count += 1 }
            isInside = !isBlank
        }
        return count
    }

    /// One to six number signs and a blank.
    private static func isHeader(_ line: Substring.UTF8View) -> Bool {
        let rest = line.drop { $0 == UInt8(ascii: "#") }
        let depth = line.count - rest.count
        return (1...6).contains(depth) && rest.first == 0x20
    }

    /// A hyphen, asterisk or plus, or digits with a full stop or bracket; and a blank.
    private static func isItem(_ line: Substring.UTF8View) -> Bool {
        guard let first = line.first else { return false }
        if "-*+".utf8.contains(first) { return line.dropFirst().first == 0x20 }
        let rest = line.drop { (0x30...0x39).contains($0) }
        guard rest.count < line.count, let mark = rest.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")")
        else {
            return false
        }
        return rest.dropFirst().first == 0x20
    }

    /// Passages between two double asterisks, or two double underscores, of a line.
    private static func boldPassages(_ line: Substring.UTF8View) -> Double {
        var total = 0.0
        for mark in [UInt8(ascii: "*"), UInt8(ascii: "_")] {
            var marks = 0
            var last: UInt8 = 0
            for byte in line {
                if byte == mark && last == mark {
                    marks += 1
                    last = 0
                } else {
                    last = byte
                }
            }
            total += Double(marks / 2)
        }
        return total
    }
}
