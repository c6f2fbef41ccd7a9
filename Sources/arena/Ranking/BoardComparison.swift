import Foundation

/// Two boards compared: who moved, and whether it is beyond chance.
struct BoardComparison: Encodable {
    private enum CodingKeys: String, CodingKey {
        case battlesBefore = "battles_before"
        case battlesAfter = "battles_after"
        case shift, differences, models
    }

    let battlesBefore: Int64
    let battlesAfter: Int64
    /// What the earlier board's ratings are moved by, in points, so that the models on both boards have the same mean.
    ///
    /// Without it every rating would change when a model of another strength than the field's comes or goes, since the mean
    /// of a board is fixed. Nought where both boards are anchored alike.
    let shift: Double
    /// How the boards were made differently, so that not votes alone may have moved models; in words.
    let differences: [String]
    /// One for each model, in the order of the later board; those that left it come last.
    let models: [BoardChange]

    init(before: ComparedBoard, after: ComparedBoard) {
        battlesBefore = before.battles
        battlesAfter = after.battles
        differences = before.differences(from: after)
        let pairs = zip(before.rows(of: after.models), after.models)
        let stayed = Set(pairs.compactMap { $0.0?.model })
        let gains = pairs.compactMap { earlier, row in earlier.map { row.rating - $0.rating } }
        let shift = before.isAnchored(like: after) || gains.isEmpty ? 0 : gains.reduce(0, +) / Double(gains.count)
        self.shift = shift
        models =
            pairs.map { BoardChange(before: $0, after: $1, shift: shift) }
            + before.models.filter { !stayed.contains($0.model) }
            .map { BoardChange(before: $0, after: nil, shift: shift) }
    }

    /// The comparison as it is written to standard output.
    func text(_ format: Rank.Format) throws -> String {
        switch format {
        case .table: return TextTable.text(cells(), leftAligned: [0]) + "\n\(summary)\n"
        case .markdown: return MarkdownTable.text(cells(), leftAligned: [0]) + "\n\(summary)\n"
        case .csv: return csv()
        case .json: return try Self.json(self)
        }
    }

    /// A comparison, or several, as one line of JSON.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    /// A line for each model; with a first column where there are several slices.
    func csv(slice: String? = nil, hasHeader: Bool = true) -> String {
        let first = slice.map { [$0] } ?? []
        func field(_ value: (some CustomStringConvertible)?) -> String { value.map { $0.description } ?? "" }
        let header = [
            "model", "name", "rank_before", "rank_after", "rating_before", "rating_after", "change", "standard_error",
            "beyond_chance",
        ]
        return (hasHeader ? CSVTable.line((slice == nil ? [] : ["slice"]) + header) : "")
            + models.map { model in
                CSVTable.line(
                    first + [
                        model.model, model.name, field(model.rankBefore), field(model.rankAfter),
                        field(model.ratingBefore),
                        field(model.ratingAfter), field(model.change), field(model.standardError),
                        field(model.isBeyondChance),
                    ]
                )
            }.joined()
    }

    private func cells() -> [[String]] {
        func points(_ value: Double?, _ format: String) -> String { value.map { String(format: format, $0) } ?? "–" }
        return [["model", "rank", "rating", "change", "error of it", "beyond chance"]]
            + models.map { model in
                let name = Console.printable(model.name)
                guard let after = model.rankAfter else {
                    return [name, "\(model.rankBefore ?? 0) → –", "–", "left the board", "", ""]
                }
                let rating = points(model.ratingAfter, "%.1f")
                guard let before = model.rankBefore else {
                    return [name, "– → \(after)", rating, "debuted at \(after)", "", ""]
                }
                return [
                    name, before == after ? "\(after)" : "\(before) → \(after)", rating, points(model.change, "%+.1f"),
                    points(model.standardError, "%.1f"), model.isBeyondChance.map { $0 ? "yes" : "no" } ?? "–",
                ]
            }
    }

    private var summary: String {
        let moved = models.count { $0.isBeyondChance == true }
        let debuts = models.count { $0.rankBefore == nil }
        let laid =
            abs(shift) < 0.05
            ? ""
            : """
             The earlier ratings are moved by \(String(format: "%+.1f", shift)), so that \
            those on both have the same mean.
            """
        let unlike =
            differences.isEmpty
            ? ""
            : "The boards were not made alike: they differ in \(Console.printable(differences.joined(separator: "; "))).\n"
        return unlike
            + """
            \(Numbers.counted(moved, "model has", "models have")) moved beyond chance (5 %), \
            \(Numbers.counted(debuts, "is", "are")) new; \(Numbers.grouped(battlesBefore)) battles before, \
            \(Numbers.grouped(battlesAfter)) after.\(laid) The error of a change is that of two boards of separate votes: \
            where both share votes it is smaller, and a change may be beyond chance that is not marked here.
            """
    }
}
