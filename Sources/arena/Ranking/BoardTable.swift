import ArenaCore
import ArenaHTTP
import Foundation
import Ranking

/// A board as text for people and for spreadsheets.
enum BoardTable {
    /// Aligned columns, best model first, then the models without a rating and why.
    static func text(_ board: LeaderboardSnapshot) -> String {
        var text = TextTable.text(lines(board), leftAligned: [1])
        if board.rows.isEmpty { text = "No model can be rated yet.\n" }
        if !board.unrankable.isEmpty {
            text += "\nnot rankable:\n"
            for entry in board.unrankable {
                text += "  \(Console.printable(entry.model.name)): \(explanation(entry))\n"
            }
        }
        let notes = notes(board)
        if !notes.isEmpty { text += "\n" + notes.joined(separator: "\n") + "\n" }
        return text
    }

    /// A table of GitHub's Markdown, with what the text has beside its table.
    static func markdown(_ board: LeaderboardSnapshot) -> String {
        var text = "No model can be rated yet.\n"
        if !board.rows.isEmpty { text = MarkdownTable.text(lines(board), leftAligned: [1]) }
        if !board.unrankable.isEmpty {
            text += "\nNot rankable:\n\n"
            for entry in board.unrankable {
                text += "- \(MarkdownTable.escaped(entry.model.name)): \(explanation(entry))\n"
            }
        }
        for note in notes(board) { text += "\n\(note)\n" }
        return text
    }

    /// Why a model is not rated, and with whom it could be.
    private static func explanation(_ entry: LeaderboardSnapshot.Unrankable) -> String {
        let group = entry.group.map { "; group \($0) of models that could be ranked among themselves" } ?? ""
        return "\(entry.reason.explanation) (\(Numbers.counted(Int(entry.tally.battles), "battle", "battles"))\(group))"
    }

    /// What there is to say of the battles counted, the method and where intervals come from.
    private static func notes(_ board: LeaderboardSnapshot) -> [String] {
        let method = board.method
        let chosen = chosen(board)
        var notes = chosen.isEmpty ? [] : ["Battles counted: \(chosen.map(Console.printable).joined(separator: ", "))."]
        if let elo = method.elo { return notes + self.notes(elo) }
        let model =
            switch method.options.model {
            case .bradleyTerry: "Bradley-Terry (a tie is half a win)"
            case .davidson: "Davidson"
            case .raoKupper: "Rao-Kupper"
            }
        if !board.rows.isEmpty { notes.append("\(model), \(intervals(board)).") }
        switch method.options.weighting {
        case .equal: break
        case .balancedPairs: notes.append("A battle weighs 1/max(battles of its pair, 50).")
        case .own: notes.append("A battle weighs the inverse of the probability with which its pair was drawn.")
        }
        if method.options.ridge > 0 {
            notes.append(
                "With a ridge of \(method.options.ridge): models without wins or losses are rated, and all are drawn towards 1000."
            )
        }
        for anchor in method.anchors {
            notes.append(
                "\(Console.printable(anchor.model)) is pinned at \(anchor.rating)"
                    + (method.anchors.count == 1 ? "; errors are those of the difference to it." : ".")
            )
        }
        if method.anchors.count > 1 { notes.append("Errors suppose that the pinned ratings are right.") }
        for parameter in method.parameters {
            let figures = [parameter.value, parameter.lower, parameter.upper, parameter.standardError].map {
                String(format: "%.4f", $0)
            }
            notes.append(
                "\(parameter.name) = \(figures[0]), \(share(method)) % interval \(figures[1]) – \(figures[2]), standard error \(figures[3])"
            )
        }
        let fitted = Set(method.parameters.map(\.name))
        let silent = method.features.filter { !fitted.contains($0) }
        if !fitted.isEmpty && !silent.isEmpty {
            notes.append("Zero in every battle of the rated, and left out: \(silent.joined(separator: ", ")).")
        }
        return notes
    }

    /// Which battles were counted, where not all were.
    private static func chosen(_ board: LeaderboardSnapshot) -> [String] {
        (board.slice == Slice.overall.name ? [] : [board.slice]) + board.filters
    }

    /// Where the intervals come from.
    private static func intervals(_ board: LeaderboardSnapshot) -> String {
        let method = board.method
        let separated = Numbers.counted(method.separatedRounds, "round", "rounds")
        guard board.intervalLabel == method.intervalLabel else {
            if case .bootstrap(let rounds, _) = method.options.intervals, method.separatedRounds > 0 {
                return
                    "sandwich intervals: \(separated) of \(Numbers.grouped(rounds)) of the bootstrap had no maximum, too many for intervals"
            }
            return "inverse-Hessian intervals, each tie taken as a toss-up: no battle had a winner"
        }
        switch method.options.intervals {
        case .sandwich: return "sandwich intervals"
        case .inverseHessian: return "inverse-Hessian intervals"
        case .bootstrap(let rounds, let seed):
            let left = method.separatedRounds > 0 ? "; \(separated) had no maximum and are left out" : ""
            return "bootstrap intervals (\(Numbers.grouped(rounds)) rounds, seed \(seed)\(left))"
        }
    }

    private static func notes(_ elo: BoardMethod.SequentialElo) -> [String] {
        let intervals =
            elo.permutations.map { "intervals over \(Numbers.grouped($0.rounds)) other orders, seed \($0.seed)" }
            ?? "no intervals"
        return [
            "Sequential Elo (K = \(elo.parameters.k)), \(EloBoard.label): another order of the same battles gives another board; \(intervals)."
        ]
    }

    /// The share of cases that intervals hold, in percent.
    private static func share(_ method: BoardMethod) -> String {
        let percent = method.options.confidence * 100
        return percent == percent.rounded() ? String(Int(percent)) : String(percent)
    }

    /// The head and a line for each model.
    private static func lines(_ board: LeaderboardSnapshot) -> [[String]] {
        var lines = [
            [
                "rank", "model", "rating", "\(share(board.method)) % interval", "battles", "wins", "losses", "ties",
                "both bad",
            ]
        ]
        for row in board.rows {
            let rating = row.rating
            let ranks =
                rating.rank == rating.rankLowerBound ? "\(rating.rank)" : "\(rating.rank)–\(rating.rankLowerBound)"
            var interval = "–"
            if let lower = rating.lower, let upper = rating.upper {
                interval = String(format: "%.1f – %.1f", lower, upper)
            }
            let counts = figures(row.tally).map { Numbers.grouped($0) }
            lines.append(
                [ranks, Console.printable(row.model.name), String(format: "%.1f", rating.rating), interval] + counts
            )
        }
        return lines
    }

    /// RFC 4180 with a header; the columns are named as in the API, and models without a rating have empty ones.
    ///
    /// The last columns are the same in every row, so that a table that is passed on still says what it is: `interval`, where errors and
    /// intervals come from, and `method`, the model of a battle, whatever is not as usual, and which battles were counted.
    ///
    /// - Parameters:
    ///   - fragility: what holds the order, for last columns with the votes without which a model would be below the next one, and, in the
    ///     first model's row, with those without which it would not be first and who would be.
    ///   - slice: for a first column with which battles the board is of.
    static func csv(
        _ board: LeaderboardSnapshot,
        fragility: BoardFragility? = nil,
        slice: String? = nil,
        hasHeader: Bool = true
    ) -> String {
        var text = slice == nil ? "" : "slice,"
        text += """
            rank,rank_lower_bound,model,name,rating,rating_lower,rating_upper,standard_error,battles,wins,losses,ties,\
            both_bad,not_rankable,interval,method
            """
        text += fragility == nil ? "\r\n" : ",votes_to_next,votes_to_lose_first,first_lost_to\r\n"
        let method = ([board.method.key] + (slice == nil ? chosen(board) : board.filters)).joined(separator: ";")
        if !hasHeader { text = "" }
        func append(_ fields: [String]) {
            text += CSVTable.line((slice.map { [$0] } ?? []) + fields)
        }
        for row in board.rows {
            let rating = row.rating
            let names = [String(rating.rank), String(rating.rankLowerBound), row.model.slug, row.model.name]
            let points = [rating.rating, rating.lower, rating.upper, rating.standardError]
                .map { $0.map { String($0) } ?? "" }
            append(
                names + points + figures(row.tally).map { String($0) } + ["", board.intervalLabel, method]
                    + fragilityCells(fragility, of: row.model)
            )
        }
        for entry in board.unrankable {
            let names = ["", "", entry.model.slug, entry.model.name, "", "", "", ""]
            append(
                names + figures(entry.tally).map { String($0) } + [entry.reason.rawValue, board.intervalLabel, method]
                    + fragilityCells(fragility, of: entry.model)
            )
        }
        return text
    }

    /// A model's cells in the columns of a board's fragility.
    private static func fragilityCells(_ fragility: BoardFragility?, of model: Model) -> [String] {
        guard let fragility else { return [] }
        let next = fragility.neighbours.first { $0.upper.id == model.id }
        let first = fragility.first.flatMap { $0.upper.id == model.id ? $0 : nil }
        return [
            next?.votes.map { String($0) } ?? "", first?.votes.map { String($0) } ?? "",
            first.flatMap { $0.votes == nil ? nil : $0.lower.slug } ?? "",
        ]
    }

    private static func figures(_ tally: Tally) -> [Int64] {
        [tally.battles, tally.wins, tally.losses, tally.ties, tally.bothBad]
    }
}
