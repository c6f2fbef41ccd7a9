import Foundation
import Ranking

/// Two boards that were written as JSON, compared: who moved, and whether it is beyond chance.
struct BoardComparison {
    private struct Board: Decodable {
        struct Row: Decodable {
            let model: String
            let name: String
            let rating: Double
            let standardError: Double?
            let rank: Int
        }
        let battles: Int64
        let models: [Row]
    }

    private struct Line {
        let name: String
        let before: Board.Row?
        let after: Board.Row?
    }

    /// A change of more than this many of its own standard errors is beyond chance at 5 %.
    private static let z = Ranking.Board.z95

    private let before: Board
    private let after: Board

    /// Reads both.
    ///
    /// - Throws: `Refusal` when a file is not a board.
    init(before: String, after: String) throws {
        self.before = try Self.board(before)
        self.after = try Self.board(after)
    }

    /// The standard error of a change; nil where one of the boards has none, as by Elo.
    private static func error(_ before: Board.Row, _ after: Board.Row) -> Double? {
        guard let one = before.standardError, let other = after.standardError else { return nil }
        return (one * one + other * other).squareRoot()
    }

    private static func board(_ path: String) throws -> Board {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Refusal("\(path) cannot be read: \(error.localizedDescription)")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(Board.self, from: data)
        } catch {
            throw Refusal("\(path) is not a board as `arena rank --format json` or the leaderboard API writes it.")
        }
    }

    /// A line for each model, in the order of the later board, and what it comes to.
    func text(isMarkdown: Bool) -> String {
        let earlier = Dictionary(before.models.map { ($0.model, $0) }) { first, _ in first }
        let later = Set(after.models.map(\.model))
        let lines =
            after.models.map { Line(name: $0.name, before: earlier[$0.model], after: $0) }
            + before.models.filter { !later.contains($0.model) }.map { Line(name: $0.name, before: $0, after: nil) }
        var cells = [["model", "rank", "rating", "change", "error of it", "beyond chance"]]
        var (moved, debuts) = (0, 0)
        for line in lines {
            let name = Console.printable(line.name)
            guard let after = line.after else {
                cells.append([name, "\(line.before?.rank ?? 0) → –", "–", "left the board", "", ""])
                continue
            }
            guard let before = line.before else {
                debuts += 1
                cells.append([
                    name, "– → \(after.rank)", String(format: "%.1f", after.rating), "debuted at \(after.rank)", "", "",
                ])
                continue
            }
            let change = after.rating - before.rating
            let error = Self.error(before, after)
            let isBeyond = error.map { abs(change) > Self.z * $0 }
            if isBeyond == true { moved += 1 }
            cells.append(
                [
                    name, before.rank == after.rank ? "\(after.rank)" : "\(before.rank) → \(after.rank)",
                    String(format: "%.1f", after.rating), String(format: "%+.1f", change),
                    error.map { String(format: "%.1f", $0) } ?? "–",
                    isBeyond.map { $0 ? "yes" : "no" } ?? "–",
                ]
            )
        }
        let summary = """
            \(Numbers.counted(moved, "model has", "models have")) moved beyond chance (5 %), \
            \(Numbers.counted(debuts, "is", "are")) new; \(Numbers.grouped(before.battles)) battles before, \
            \(Numbers.grouped(after.battles)) after. The error of a change is that of two boards of separate votes: where both \
            share votes it is smaller, and a change may be beyond chance that is not marked here.
            """
        if isMarkdown { return MarkdownTable.text(cells, leftAligned: [0]) + "\n\(summary)\n" }
        return TextTable.text(cells, leftAligned: [0]) + "\n\(summary)\n"
    }
}
