import ArgumentParser
import Foundation

/// What a column of a battle's record must say, as in `turn > 1` or `country = KR`.
struct ColumnCondition: ExpressibleByArgument, Equatable {
    private enum Relation: String, CaseIterable {
        // Longer ones first: one may be the beginning of another.
        case unequal = "!="
        case atMost = "<="
        case atLeast = ">="
        case same = "=="
        case equal = "="
        case less = "<"
        case more = ">"
        case contains = "~"

        /// Whether it asks which of two is larger.
        var isOrder: Bool { [.atMost, .atLeast, .less, .more].contains(self) }
    }

    /// The column's name.
    let column: String
    private let relation: Relation
    private let value: String

    init?(argument: String) {
        let places = Relation.allCases.compactMap { relation in
            argument.range(of: relation.rawValue).map { (relation, $0) }
        }
        // The first sign counts, and of those that begin there the longest.
        guard let first = places.map(\.1.lowerBound).min(),
            let (relation, range) = places.first(where: { $0.1.lowerBound == first })
        else { return nil }
        let blanks = CharacterSet.whitespaces
        column = argument[..<range.lowerBound].trimmingCharacters(in: blanks)
        var value = argument[range.upperBound...].trimmingCharacters(in: blanks)
        // Nothing is below nothing, and a second sign is a slip of the finger; in quotes it would be meant.
        if relation.isOrder, value.isEmpty || "<>=!".contains(value.prefix(1)) { return nil }
        for quote in ["\"", "'"] where value.count >= 2 && value.hasPrefix(quote) && value.hasSuffix(quote) {
            value = String(value.dropFirst().dropLast())
            break
        }
        guard !column.isEmpty else { return nil }
        self.relation = relation
        self.value = value
    }

    /// The condition as it may be written.
    var text: String { "\(column) \(relation.rawValue) \(value)" }

    /// Whether a text fulfils it; nil stands for none, which is the same as an empty one.
    func holds(_ text: String?) -> Bool {
        let text = text ?? ""
        switch relation {
        case .contains: return value.isEmpty || text.range(of: value, options: .literal) != nil
        case .equal, .same: return order(text) == .orderedSame
        case .unequal: return order(text) != .orderedSame
        case .less, .atMost, .more, .atLeast:
            // A record that says nothing is neither below nor above.
            guard !text.isEmpty else { return false }
            switch order(text) {
            case nil: return false
            case .orderedAscending: return relation == .less || relation == .atMost
            case .orderedDescending: return relation == .more || relation == .atLeast
            case .orderedSame: return relation == .atMost || relation == .atLeast
            }
        }
    }

    /// A truth value in any spelling, as a number.
    private static func flag(_ text: String) -> Double? {
        switch text {
        case "true", "True", "TRUE": 1
        case "false", "False", "FALSE": 0
        default: nil
        }
    }

    /// A truth value that is written as a number.
    private static func digit(_ text: String) -> Double? {
        switch text {
        case "1", "1.0": 1
        case "0", "0.0": 0
        default: nil
        }
    }

    /// The number that a text is in decimals: `Double` alone would take hexadecimal and "inf" too.
    private static func number(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> ComparisonResult {
        left < right ? .orderedAscending : right < left ? .orderedDescending : .orderedSame
    }

    /// By number where the condition names one, which no text that is none is below, above or the same as; else by text.
    private func order(_ text: String) -> ComparisonResult? {
        if let right = Self.flag(value), let left = Self.flag(text) ?? Self.digit(text) {
            return left == right ? .orderedSame : left < right ? .orderedAscending : .orderedDescending
        }
        // Of long ids each digit counts, which numbers with a fraction do not have.
        if let right = WholeNumber(value), let left = WholeNumber(text) { return Self.order(left, right) }
        if let right = Self.number(value) {
            return (Self.number(text) ?? Self.flag(text)).map { Self.order($0, right) }
        }
        if text.utf8.elementsEqual(value.utf8) { return .orderedSame }
        return text.utf8.lexicographicallyPrecedes(value.utf8) ? .orderedAscending : .orderedDescending
    }
}
