import ArenaCore
import Foundation
import Ranking

/// What holds the order of neighbours, as text.
enum FragilityTable {
    private static let shownRemovals = 3

    static func text(_ fragility: BoardFragility, isMarkdown: Bool) -> String {
        let neighbours = neighbours(fragility.neighbours, isMarkdown: isMarkdown)
        return fragility.first.map { first($0, isMarkdown: isMarkdown) + "\n" + neighbours } ?? neighbours
    }

    /// Who is first only as long as how many votes stay, in a sentence.
    private static func first(_ hold: OrderHold, isMarkdown: Bool) -> String {
        func name(_ model: Model) -> String {
            isMarkdown ? MarkdownTable.escaped(model.name) : Console.printable(model.name)
        }
        guard let votes = hold.votes else {
            return "Who is first: no votes were found without which another model would be above \(name(hold.upper)).\n"
        }
        let removed = removals(hold)
        return "Who is first: without \(Numbers.counted(Int(votes), "vote", "votes")) "
            + "(\(isMarkdown ? MarkdownTable.escaped(removed) : removed)) \(name(hold.lower)) would be above \(name(hold.upper)).\n"
    }

    private static func neighbours(_ holds: [OrderHold], isMarkdown: Bool) -> String {
        var lines = [["above", "below", "P(truly above)", "votes to turn", "of which most"]]
        for hold in holds {
            lines.append(
                [
                    Console.printable(hold.upper.name), Console.printable(hold.lower.name),
                    hold.probability.map { String(format: "%.3f", $0) } ?? "",
                    hold.votes.map { Numbers.grouped($0) } ?? "none found", removals(hold),
                ]
            )
        }
        return isMarkdown
            ? MarkdownTable.text(lines, leftAligned: [0, 1, 4]) : TextTable.text(lines, leftAligned: [0, 1, 4])
    }

    /// The kinds of votes that count most, in words.
    private static func removals(_ hold: OrderHold) -> String {
        var texts = hold.removals.prefix(shownRemovals).map { removal in
            let (first, second) = (Console.printable(removal.first.name), Console.printable(removal.second.name))
            let count = Numbers.grouped(removal.votes)
            switch removal.outcome {
            case .modelA: return "\(count) × \(first) beat \(second)"
            case .modelB: return "\(count) × \(second) beat \(first)"
            case .tie, .bothBad: return "\(count) × \(first) drew with \(second)"
            }
        }
        let rest = hold.removals.dropFirst(shownRemovals).reduce(0) { $0 + $1.votes }
        if rest > 0 { texts.append("\(Numbers.grouped(rest)) others") }
        return texts.joined(separator: ", ")
    }
}
