import Foundation

/// The boards in a file that was written as JSON: one, or with `--by` one for each slice.
struct ComparedBoards: Decodable {
    private enum CodingKeys: CodingKey {
        case boards
    }

    let boards: [ComparedBoard]
    /// Whether each board has to say which battles it is of.
    let isSliced: Bool

    init(from decoder: any Decoder) throws {
        let several = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(
            [ComparedBoard].self,
            forKey: .boards
        )
        isSliced = several != nil
        boards = try several ?? [ComparedBoard(from: decoder)]
    }

    /// Reads the boards in a file.
    ///
    /// - Throws: `Refusal` when there are none.
    static func read(_ path: String) throws -> ComparedBoards {
        let data: Data
        do {
            data =
                path == FileRanking.standardInput
                ? try FileHandle.standardInput.readToEnd() ?? Data() : try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Refusal("\(path) cannot be read: \(error.localizedDescription)")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(ComparedBoards.self, from: data)
        } catch {
            throw Refusal("\(path) is not a board as `arena rank --format json` or the leaderboard API writes it.")
        }
    }

    /// The comparisons of the slices that both have, as they are written to standard output.
    static func comparison(_ before: ComparedBoards, _ after: ComparedBoards, _ format: Rank.Format) throws -> String {
        guard before.isSliced || after.isSliced else {
            return try BoardComparison(before: before.boards[0], after: after.boards[0]).text(format)
        }
        let earlier = Dictionary(before.boards.map { ($0.sliceName, $0) }) { first, _ in first }
        let later = Set(after.boards.map(\.sliceName))
        let alone =
            before.boards.map(\.sliceName).filter { !later.contains($0) } + later.filter { earlier[$0] == nil }.sorted()
        for slice in alone { Console.note("\(Console.printable(slice)) is in one of the two files only.") }
        let comparisons = after.boards.compactMap { board in
            earlier[board.sliceName].map {
                (slice: board.sliceName, comparison: BoardComparison(before: $0, after: board))
            }
        }
        guard !comparisons.isEmpty else { throw Refusal("The two files have no slice in common.") }
        switch format {
        case .table, .markdown:
            return try comparisons.map { slice, comparison in
                let heading =
                    format == .table ? "\(Console.printable(slice)):\n" : "## \(MarkdownTable.escaped(slice))\n\n"
                return try heading + comparison.text(format)
            }.joined(separator: "\n")
        case .csv:
            return comparisons.enumerated().map { place, entry in
                entry.comparison.csv(slice: entry.slice, hasHeader: place == 0)
            }.joined()
        case .json:
            return try BoardComparison.json(comparisons.map { Entry(slice: $0.slice, comparison: $0.comparison) })
        }
    }

    private struct Entry: Encodable {
        let slice: String
        let comparison: BoardComparison
    }
}
