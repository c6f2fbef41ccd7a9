/// Tables in GitHub's Markdown.
enum MarkdownTable {
    /// A table of a head and lines.
    ///
    /// - Parameter leftAligned: the columns of texts; the others are numbers.
    static func text(_ lines: [[String]], leftAligned: Set<Int>) -> String {
        guard let head = lines.first else { return "" }
        func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
        var text = row(head) + row(head.indices.map { leftAligned.contains($0) ? "---" : "---:" })
        for line in lines.dropFirst() { text += row(line.map(escaped)) }
        return text
    }

    /// A text with nothing in it that Markdown would take for its own.
    static func escaped(_ text: String) -> String {
        // Not by characters: a mark that combines with a bar makes another one of it.
        let special = "\\`*_[]<>|#".unicodeScalars
        var escaped = String.UnicodeScalarView()
        for scalar in Console.printable(text).unicodeScalars {
            if special.contains(scalar) { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}
