import ArenaCore
import ArenaHTTP
import Foundation
import Ranking

/// A board as text for people and for spreadsheets.
enum BoardTable {
    /// Aligned columns, best model first, then the models without a rating and why.
    static func text(_ board: LeaderboardSnapshot) -> String {
        var lines = [["rank", "model", "rating", "95 % interval", "battles", "wins", "losses", "ties", "both bad"]]
        for row in board.rows {
            let rating = row.rating
            let ranks =
                rating.rank == rating.rankLowerBound ? "\(rating.rank)" : "\(rating.rank)–\(rating.rankLowerBound)"
            let interval = String(format: "%.1f – %.1f", rating.lower, rating.upper)
            let counts = figures(row.tally).map { Numbers.grouped($0) }
            lines.append(
                [ranks, Console.printable(row.model.name), String(format: "%.1f", rating.rating), interval] + counts
            )
        }
        let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        var text = ""
        for line in lines {
            let cells = line.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - line[column].count)
                return column == 1 ? line[column] + padding : padding + line[column]
            }
            text += cells.joined(separator: "  ") + "\n"
        }
        if board.rows.isEmpty { text = "No model can be rated yet.\n" }
        if !board.unrankable.isEmpty {
            text += "\nnot rankable:\n"
            for entry in board.unrankable {
                text +=
                    "  \(Console.printable(entry.model.name)): \(entry.reason.explanation) (\(entry.tally.battles) battles)\n"
            }
        }
        return text
    }

    /// RFC 4180 with a header; the columns are named as in the API, and models without a rating have empty ones.
    static func csv(_ board: LeaderboardSnapshot) -> String {
        var text = """
            rank,rank_lower_bound,model,name,rating,rating_lower,rating_upper,standard_error,battles,wins,losses,ties,\
            both_bad,not_rankable\r\n
            """
        func append(_ fields: [String]) { text += fields.map(quoted).joined(separator: ",") + "\r\n" }
        for row in board.rows {
            let rating = row.rating
            let names = [String(rating.rank), String(rating.rankLowerBound), row.model.slug, row.model.name]
            let points = [rating.rating, rating.lower, rating.upper, rating.standardError].map { String($0) }
            append(names + points + figures(row.tally).map { String($0) } + [""])
        }
        for entry in board.unrankable {
            let names = ["", "", entry.model.slug, entry.model.name, "", "", "", ""]
            append(names + figures(entry.tally).map { String($0) } + [entry.reason.rawValue])
        }
        return text
    }

    private static func figures(_ tally: Tally) -> [Int64] {
        [tally.battles, tally.wins, tally.losses, tally.ties, tally.bothBad]
    }

    private static func quoted(_ field: String) -> String {
        guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}
