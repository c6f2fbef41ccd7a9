/// Finds the formulas of a text in one pass over its bytes.
struct MathScanner {
    /// Where a formula stands.
    struct Found {
        let isDisplay: Bool
        let tex: Range<Int>
        let source: Range<Int>
    }

    /// No formula is longer, in bytes.
    static let longest = 4_000
    /// More formulas than this stay as they were written.
    static let most = 2_000
    /// After so many openings that nothing closed, what follows is left alone: each was looked for some way down the text.
    static let mostFailures = 500

    private static let environments = ["equation", "align", "gather", "multline", "eqnarray"].flatMap {
        [$0, $0 + "*"]
    }

    private let bytes: [UInt8]
    private var place = 0
    private var failures = 0
    private(set) var spans: [Found] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Finds them.
    mutating func run() {
        var isAtLineStart = true
        while place < bytes.count, spans.count < Self.most, failures < Self.mostFailures {
            if isAtLineStart, let end = endOfFence() {
                place = end
                continue
            }
            let byte = bytes[place]
            isAtLineStart = byte == UInt8(ascii: "\n")
            switch byte {
            case UInt8(ascii: "`"): passCode()
            case UInt8(ascii: "\\"): takeEscape()
            case UInt8(ascii: "$"): takeDollars()
            default: place += 1
            }
        }
    }

    // MARK: Code

    /// The end of a fenced block of code that begins at this line's start; nil where none does.
    private func endOfFence() -> Int? {
        guard let (mark, length) = fence(at: place) else { return nil }
        var line = endOfLine(place)
        while line < bytes.count {
            if let (other, long) = fence(at: line), other == mark, long >= length { return endOfLine(line) }
            line = endOfLine(line)
        }
        return bytes.count
    }

    private func fence(at start: Int) -> (mark: UInt8, length: Int)? {
        var at = start
        // Within lists and quotes, too.
        while at < bytes.count, " >\t".utf8.contains(bytes[at]) { at += 1 }
        guard at < bytes.count, bytes[at] == UInt8(ascii: "`") || bytes[at] == UInt8(ascii: "~") else { return nil }
        let length = run(of: bytes[at], at: at)
        return length >= 3 ? (bytes[at], length) : nil
    }

    private func endOfLine(_ start: Int) -> Int {
        var at = start
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
        return min(at + 1, bytes.count)
    }

    /// Passes over a span of code, or over the backticks where they open none.
    private mutating func passCode() {
        let length = run(of: UInt8(ascii: "`"), at: place)
        var at = place + length
        place = at
        let end = min(bytes.count, at + Self.longest)
        while at < end {
            guard bytes[at] == UInt8(ascii: "`") else {
                at += 1
                continue
            }
            let other = run(of: UInt8(ascii: "`"), at: at)
            at += other
            if other == length {
                place = at
                return
            }
        }
        failures += 1
    }

    private func run(of byte: UInt8, at start: Int) -> Int {
        var at = start
        while at < bytes.count, bytes[at] == byte { at += 1 }
        return at - start
    }

    // MARK: Formulas

    private mutating func takeEscape() {
        guard place + 1 < bytes.count else {
            place += 1
            return
        }
        switch bytes[place + 1] {
        case UInt8(ascii: "("): take(until: "\\)", isDisplay: false, opening: 2)
        case UInt8(ascii: "["): take(until: "\\]", isDisplay: true, opening: 2)
        case UInt8(ascii: "b"): takeEnvironment()
        default: place += 2
        }
    }

    private mutating func takeEnvironment() {
        for name in Self.environments where holds("\\begin{\(name)}", at: place) {
            let opening = name.utf8.count + 8
            if let end = find("\\end{\(name)}", from: place + opening) {
                let end = end + name.utf8.count + 6
                spans.append(Found(isDisplay: true, tex: place..<end, source: place..<end))
                place = end
                return
            }
            failures += 1
        }
        place += 2
    }

    private mutating func takeDollars() {
        if holds("$$", at: place) {
            take(until: "$$", isDisplay: true, opening: 2)
            return
        }
        let start = place
        place += 1
        guard start == 0 || !isWord(bytes[start - 1]), place < bytes.count, !isBlank(bytes[place]) else { return }
        guard let end = closingDollar(from: place) else {
            failures += 1
            return
        }
        spans.append(Found(isDisplay: false, tex: place..<end, source: start..<end + 1))
        place = end + 1
    }

    /// Where the dollar sign stands that closes a formula.
    private func closingDollar(from start: Int) -> Int? {
        var at = start
        let end = min(bytes.count, start + Self.longest)
        while at < end {
            switch bytes[at] {
            case UInt8(ascii: "\\"): at += 1
            case UInt8(ascii: "\n") where isBlankLine(after: at): return nil
            case UInt8(ascii: "`"): return nil
            case UInt8(ascii: "$"):
                guard at > start, !isBlank(bytes[at - 1]) else { return nil }
                let isFollowedByDigit = at + 1 < bytes.count && isDigit(bytes[at + 1])
                return isFollowedByDigit ? nil : at
            default: break
            }
            at += 1
        }
        return nil
    }

    /// Takes a formula that opens here, or passes over its opening where nothing closes it.
    private mutating func take(until closing: StaticString, isDisplay: Bool, opening: Int) {
        let start = place
        place += opening
        guard let end = find("\(closing)", from: place),
            bytes[place..<end].contains(where: { !isBlank($0) })
        else {
            failures += 1
            return
        }
        spans.append(Found(isDisplay: isDisplay, tex: place..<end, source: start..<end + 2))
        place = end + 2
    }

    /// Where a text stands next, before the paragraph ends.
    private func find(_ text: String, from start: Int) -> Int? {
        var at = start
        let end = min(bytes.count, start + Self.longest)
        while at < end {
            if holds(text, at: at) { return at }
            if bytes[at] == UInt8(ascii: "\n"), isBlankLine(after: at) { return nil }
            at += 1
        }
        return nil
    }

    private func holds(_ text: String, at start: Int) -> Bool {
        bytes[start...].starts(with: text.utf8)
    }

    private func isBlankLine(after lineEnd: Int) -> Bool {
        var at = lineEnd + 1
        while at < bytes.count, bytes[at] == UInt8(ascii: " ") || bytes[at] == UInt8(ascii: "\t") { at += 1 }
        return at == bytes.count || bytes[at] == UInt8(ascii: "\n") || bytes[at] == UInt8(ascii: "\r")
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
