import ArenaCore
import Foundation

/// Model names that are kept apart but look as if they meant the same model.
enum ModelNames {
    /// Says which names differ only by case, by spaces at their ends or by how letters are composed.
    static func warn(about names: Set<ExactName>) {
        for group in lookAlikes(names) {
            let list = group.map { "\"\(Console.printable($0))\"" }.joined(separator: ", ")
            Console.note("warning: these names look alike and are kept apart: \(list)")
        }
    }

    /// The groups of such names, each and all in canonical order.
    static func lookAlikes(_ names: Set<ExactName>) -> [[String]] {
        Dictionary(grouping: names.map(\.text)) { $0.trimmingCharacters(in: .whitespacesAndNewlines).lowercased() }
            .values
            .filter { $0.count > 1 }
            .map { $0.sorted(by: CanonicalOrder.precedes) }
            .sorted { CanonicalOrder.precedes($0[0], $1[0]) }
    }
}
