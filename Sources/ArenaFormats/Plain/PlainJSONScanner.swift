/// Moves over plain JSON lines, token by token; what is not plain stops it.
struct PlainJSONScanner {
    /// The next byte.
    private(set) var index: Int
    private let end: Int
    private var hasNonASCII = false

    init(index: Int, end: Int) {
        self.index = index
        self.end = end
    }

    /// Goes to the next byte that is neither blank nor a line end; false at the end.
    mutating func skipToRecord(_ bytes: Span<UInt8>) -> Bool {
        while index < end, ByteWindow.isBlank(bytes[index]) { index += 1 }
        return index < end
    }

    /// Goes to the line's end, if nothing but blanks is left of it.
    @inline(__always)
    mutating func endLine(_ bytes: Span<UInt8>) -> Bool {
        skipBlanks(bytes)
        return index >= end || bytes[index] == UInt8(ascii: "\n") || bytes[index] == UInt8(ascii: "\r")
    }

    /// Whether a string held a byte beyond ASCII since this was asked last.
    @inline(__always)
    mutating func takeNonASCII() -> Bool {
        defer { hasNonASCII = false }
        return hasNonASCII
    }

    /// Takes a byte, which blanks may precede.
    @inline(__always)
    mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        skipBlanks(bytes)
        guard index < end, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// The content of a string without escapes.
    @inline(__always)
    mutating func string(_ bytes: Span<UInt8>) -> Range<Int>? { hashedString(bytes)?.0 }

    /// The content of a string without escapes, and its hash.
    @inline(__always)
    mutating func hashedString(_ bytes: Span<UInt8>) -> (Range<Int>, UInt64)? {
        guard take(UInt8(ascii: "\""), bytes) else { return nil }
        let start = index
        var hash = PlainWord.hashBasis
        while true {
            let word = PlainWord.load(bytes, index)
            let marks =
                PlainWord.marks(word, equalTo: UInt8(ascii: "\"")) | PlainWord.marks(word, equalTo: UInt8(ascii: "\\"))
                | PlainWord.marks(word, atMost: 0x1F)
            if marks == 0 {
                if !PlainWord.isASCII(word) { hasNonASCII = true }
                hash = PlainWord.hash(hash, word)
                index += 8
                continue
            }
            let place = PlainWord.place(of: marks)
            let rest = PlainWord.first(place, of: word)
            if !PlainWord.isASCII(rest) { hasNonASCII = true }
            index += place
            // Past the end there are line ends, which no string holds.
            guard index < end, bytes[index] == UInt8(ascii: "\"") else { return nil }
            index += 1
            return (start..<(index - 1), PlainWord.hash(hash, rest))
        }
    }

    /// The value of a plain decimal or of true or false.
    mutating func feature(_ bytes: Span<UInt8>) -> Double? {
        skipBlanks(bytes)
        if word("true", bytes) { return 1 }
        if word("false", bytes) { return 0 }
        guard let range = number(bytes) else { return nil }
        return PlainDecimal.value(bytes, range)
    }

    /// Goes behind a string, number, true, false or null.
    mutating func skipScalar(_ bytes: Span<UInt8>) -> Bool {
        skipBlanks(bytes)
        guard index < end else { return false }
        switch bytes[index] {
        case UInt8(ascii: "\""): return string(bytes) != nil
        case UInt8(ascii: "t"): return word("true", bytes)
        case UInt8(ascii: "f"): return word("false", bytes)
        case UInt8(ascii: "n"): return word("null", bytes)
        default: return number(bytes) != nil
        }
    }

    @inline(__always)
    private mutating func skipBlanks(_ bytes: Span<UInt8>) {
        while index < end, bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") { index += 1 }
    }

    private mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) -> Bool {
        let count = word.utf8CodeUnitCount
        guard index + count <= end else { return false }
        for offset in 0..<count where unsafe bytes[index + offset] != word.utf8Start[offset] { return false }
        index += count
        return true
    }

    /// Where a number of JSON's grammar stands.
    private mutating func number(_ bytes: Span<UInt8>) -> Range<Int>? {
        let start = index
        if index < end, bytes[index] == UInt8(ascii: "-") { index += 1 }
        let whole = index
        guard digits(bytes) else { return nil }
        if bytes[whole] == UInt8(ascii: "0"), index > whole + 1 { return nil }
        if index < end, bytes[index] == UInt8(ascii: ".") {
            index += 1
            guard digits(bytes) else { return nil }
        }
        if index < end, bytes[index] == UInt8(ascii: "e") || bytes[index] == UInt8(ascii: "E") {
            index += 1
            if index < end, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
            guard digits(bytes) else { return nil }
        }
        return start..<index
    }

    private mutating func digits(_ bytes: Span<UInt8>) -> Bool {
        let start = index
        while index < end, bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") { index += 1 }
        return index > start
    }
}
