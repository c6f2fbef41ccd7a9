/// Tables in aligned columns, for a terminal.
enum TextTable {
    /// A line of text for each line of cells.
    ///
    /// - Parameter leftAligned: the columns of texts; the others are numbers.
    static func text(_ lines: [[String]], leftAligned: Set<Int>) -> String {
        guard let head = lines.first else { return "" }
        let widths = head.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        var text = ""
        for line in lines {
            let cells = line.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - line[column].count)
                guard leftAligned.contains(column) else { return padding + line[column] }
                return column == line.count - 1 ? line[column] : line[column] + padding
            }
            text += cells.joined(separator: "  ") + "\n"
        }
        return text
    }
}
