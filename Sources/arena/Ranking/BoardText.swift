import ArenaCore
import ArenaHTTP
import Foundation

/// Boards as they are written to standard output.
struct BoardText {
    let format: Rank.Format
    /// Whether there may be several boards, so that each must say which battles it is of.
    let isSliced: Bool
    let tellsFragility: Bool

    func text(of boards: [RankedBoard]) -> String {
        switch format {
        case .table:
            return boards.map { ranked in (heading(ranked.board).map { "\($0)\n" } ?? "") + table(ranked) }
                .joined(separator: "\n")
        case .markdown:
            return boards.map { ranked in
                (heading(ranked.board).map { "## \(MarkdownTable.escaped($0))\n\n" } ?? "") + markdown(ranked)
            }.joined(separator: "\n")
        case .csv:
            return boards.enumerated().map { place, ranked in
                BoardTable.csv(
                    ranked.board,
                    fragility: fragility(ranked),
                    slice: isSliced ? ranked.board.slice : nil,
                    hasHeader: place == 0
                )
            }.joined()
        case .json:
            let boards = boards.map { ranked in
                String(
                    decoding: LeaderboardResponse(ranked.board, fragility: fragility(ranked)).encoded(),
                    as: UTF8.self
                )
            }
            return (isSliced ? "{\"boards\":[\(boards.joined(separator: ",\n"))]}" : boards.joined()) + "\n"
        }
    }

    private func heading(_ board: LeaderboardSnapshot) -> String? {
        guard isSliced else { return nil }
        return "\(Console.printable(board.slice)): \(Numbers.counted(Int(board.battles), "battle", "battles"))"
    }

    private func fragility(_ ranked: RankedBoard) -> BoardFragility? { tellsFragility ? ranked.fragility() : nil }

    private func table(_ ranked: RankedBoard) -> String {
        BoardTable.text(ranked.board) + fragilityText(ranked, isMarkdown: false)
    }

    private func markdown(_ ranked: RankedBoard) -> String {
        BoardTable.markdown(ranked.board) + fragilityText(ranked, isMarkdown: true)
    }

    private func fragilityText(_ ranked: RankedBoard, isMarkdown: Bool) -> String {
        guard let fragility = fragility(ranked), !fragility.neighbours.isEmpty else { return "" }
        return "\n" + FragilityTable.text(fragility, isMarkdown: isMarkdown)
    }
}
