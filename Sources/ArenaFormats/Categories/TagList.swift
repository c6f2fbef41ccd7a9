/// A battle's own tags as files write them: a JSON list of texts, or names with `|` between them.
enum TagList {
    /// The longest tag in bytes.
    static let longestTag = 100
    /// What a list may look like, for error messages.
    static let expected = "a JSON list of texts, or names with | between them"

    /// The names in a cell or string; nil when it starts like a JSON list and is none.
    static func names(_ text: String) -> [String]? {
        let trimmed = trimmed(text)
        guard !trimmed.hasPrefix("[") else { return JSONText.texts(trimmed) }
        return trimmed.isEmpty ? [] : split(trimmed)
    }

    /// The tag a name stands for, without blanks around it.
    static func tag(_ name: String) throws(TagFault) -> String {
        let tag = trimmed(name)
        guard !tag.isEmpty else { throw .empty }
        guard tag.utf8.count <= longestTag else { throw .tooLong(tag) }
        guard tag.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else { throw .control(tag) }
        return tag
    }

    /// The list as a cell: names with `|` between them where that reads back, else JSON.
    static func text(_ tags: [String]) -> String {
        guard let first = tags.first, !first.hasPrefix("["),
            !tags.contains(where: { $0.utf8.contains(UInt8(ascii: "|")) })
        else {
            var bytes: [UInt8] = []
            JSONOutput.list(tags, &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        return tags.joined(separator: "|")
    }

    /// In ascending order of their bytes, each once.
    static func normalised(_ tags: [String]) -> [String] {
        var result: [String] = []
        for tag in tags.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            if let last = result.last, last.isSameText(as: tag) { continue }
            result.append(tag)
        }
        return result
    }

    /// By bytes: a mark that combines with the bar before it begins a tag too.
    private static func split(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        var scalars = Substring(text).unicodeScalars.drop(while: isBlank)
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        return String(scalars)
    }
}
