import Foundation
import Ranking

/// Who won, when, and by whose judgment.
extension JSONObject {
    /// Who won: the winner's label, or by the three members of the 55k set, of which exactly one holds.
    func outcome() throws(BattleFileError) -> Outcome {
        if isFlagged {
            let held = try BattleField.winnerFlags.map { field throws(BattleFileError) in try flag(field.name) ?? false
            }
            let outcomes = zip(held, [Outcome.modelA, .modelB, .tie]).filter(\.0).map(\.1)
            guard let outcome = outcomes.first, outcomes.count == 1 else {
                let names = BattleField.winnerFlags.map(\.name).joined(separator: ", ")
                let problem = "\(outcomes.count) of \(names) are 1, and not one"
                throw error(.unknownOutcome, BattleField.winnerIsA.name, problem)
            }
            return outcome
        }
        let label = try text(.winner)
        guard let outcome = OutcomeLabel.outcome(of: Array(label.utf8).span) else {
            throw error(.unknownOutcome, BattleField.winner.name, OutcomeLabel.problem(with: label))
        }
        return outcome
    }

    /// Whether three members tell who won in place of a winner, as in the 55k set: its texts are lists, a text for each turn.
    var isFlagged: Bool {
        member(BattleField.winner.name) == nil && BattleField.winnerFlags.allSatisfy { has($0.name) }
    }

    /// Whether the record is of the 55k set, with a winner worked out or without: its texts are lists, a text for each turn.
    private var holdsTurns: Bool { BattleField.winnerFlags.allSatisfy { has($0.name) } }

    /// The turns of a prompt or response in a member of its own: one text, or a list of them.
    func turns(_ field: BattleField) throws(BattleFileError) -> [String]? {
        guard let value = member(field.name) else { return nil }
        if let elements = value.elements {
            // A list of something else under this name means nothing here.
            guard holdsTurns || elements.allSatisfy({ $0.isNull || $0.text != nil }) else { return nil }
            let texts = try elements.map { element throws(BattleFileError) in
                element.isNull ? "" : try text(element, field.name)
            }
            return texts.isEmpty ? nil : texts
        }
        guard let text = value.text else { return nil }
        if holdsTurns {
            if let texts = JSONText.texts(text) { return texts.isEmpty ? nil : texts }
            if isFlagged, !text.isEmpty {
                throw error(.badValue, field.name, "\(ShownValue.quoted(text)) is not a JSON array of texts")
            }
        }
        return try optionalText(field.name).map { [$0] }
    }

    /// The battle's identifier, text or a whole number.
    func identifier() throws(BattleFileError) -> String? {
        guard let (name, value) = member(of: .id) else { return nil }
        guard let number = value.number else { return try optionalName(name) }
        if let digits = number.wholeDigits { return digits }
        let shown = ShownValue.quoted(number.description)
        throw error(.badValue, name, "\(shown) is not a whole number of at most 37 digits; write a string")
    }

    /// Who judged.
    func judge() throws(BattleFileError) -> String? {
        guard let (name, _) = member(of: .judge) else { return nil }
        return try optionalName(name)
    }

    /// The battle's time.
    func time() throws(BattleFileError) -> Date? {
        guard let (name, value) = member(of: .time) else { return nil }
        let date: Date?
        let shown: String
        if let number = value.number {
            date = BattleTime.date(sinceEpoch: number.value)
            shown = number.description
        } else {
            shown = try text(value, name)
            if shown.isEmpty || TableValue.isAbsent(shown) { return nil }
            date = BattleTime.date(shown)
        }
        if let date { return date }
        throw error(.badValue, name, "\(ShownValue.quoted(shown)) is not a time (\(BattleTime.expected))")
    }
}
