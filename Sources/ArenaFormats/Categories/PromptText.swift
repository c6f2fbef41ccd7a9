/// A prompt as the rules for categories look at it: its lines, and its words in lower case.
///
/// Of a long prompt only the first 12 KiB and the last 4 KiB, where questions stand.
struct PromptText {
    private static let head = 12 << 10
    private static let tail = 4 << 10

    /// The lines without the blanks around them, empty ones left out.
    let lines: [[UInt8]]
    /// Words of ASCII, with `+`, `#`, `_` and inner points as in "c++" and "node.js".
    let words: [String]
    /// The bytes.
    let bytes: [UInt8]

    init(_ turns: [String]) {
        var bytes = Array(turns.joined(separator: "\n").utf8)
        if bytes.count > Self.head + Self.tail {
            bytes = bytes.prefix(Self.head) + [UInt8(ascii: "\n")] + bytes.suffix(Self.tail)
        }
        self.bytes = bytes
        lines = bytes.split { $0 == 0x0a || $0 == 0x0d }.compactMap { line in
            let content = line.drop(while: Self.isBlank)
            guard let last = content.lastIndex(where: { !Self.isBlank($0) }) else { return nil }
            return Array(content[...last])
        }
        var words: [String] = []
        var word: [UInt8] = []
        for (place, byte) in bytes.enumerated() {
            let isInside =
                Self.isLetter(byte) || Self.isDigit(byte) || byte == UInt8(ascii: "_")
                || (!word.isEmpty && (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "#")))
                || (!word.isEmpty && byte == UInt8(ascii: ".") && place + 1 < bytes.count
                    && Self.isLetter(bytes[place + 1]))
            if isInside {
                word.append((0x41...0x5a).contains(byte) ? byte | 0x20 : byte)
            } else if !word.isEmpty {
                words.append(String(decoding: word, as: UTF8.self))
                word.removeAll(keepingCapacity: true)
            }
        }
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        self.words = words
    }

    /// How many of these terms, of one to three words each, occur.
    func count(of terms: Set<String>) -> Int {
        var found: Set<String> = []
        for place in words.indices {
            var term = words[place]
            if terms.contains(term) { found.insert(term) }
            for next in words[(place + 1)...].prefix(2) {
                term += " " + next
                if terms.contains(term) { found.insert(term) }
            }
        }
        return found.count
    }

    /// How many of these texts occur anywhere: for languages that do not part words by blanks, or inflect them at their ends.
    func count(anywhere texts: [String]) -> Int {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return 0 }
        return texts.count { Self.holds(bytes, Array($0.utf8)) }
    }

    /// How many whole numbers there are.
    var numberCount: Int {
        var count = 0
        var wasInside = false
        for byte in bytes {
            let isInside = Self.isDigit(byte) || (wasInside && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")))
            if isInside && !wasInside { count += 1 }
            wasInside = isInside
        }
        return count
    }

    static func holds(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        guard let first = part.first, part.count <= bytes.count else { return false }
        for start in 0...(bytes.count - part.count) where bytes[start] == first {
            var offset = 1
            while offset < part.count, bytes[start + offset] == part[offset] { offset += 1 }
            if offset == part.count { return true }
        }
        return false
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte & 0xdf) }
}
