/// The pairs of a history, numbered, so that many parts of it can be counted in tables.
///
/// A table that everything in a part of a history is counted in fits into a processor's cache; the hash tables of many
/// ``PairCounts`` at once do not, and would cost ten times as much.
package struct PairNumbers: Sendable {
    private var pairs: PairCounts

    /// No pairs yet of models `0 ..< modelCount`.
    package init(modelCount: Int) { pairs = PairCounts(modelCount: modelCount) }

    /// How many pairs have a number.
    package var count: Int { pairs.pairsMet.count }

    /// The number of a pair, given to it now if it is new.
    package mutating func number(a: Int, b: Int) -> Int32 {
        precondition(a != b && a >= 0 && b >= 0 && a < pairs.modelCount && b < pairs.modelCount, "two models of these")
        return Int32(pairs.place(first: min(a, b), second: max(a, b)))
    }

    /// Counts battles, of pairs of these numbers, in a table of four counts for each pair.
    package static func count(_ battles: Span<PairOutcome>, _ numbers: Span<Int32>, in table: inout [Int32]) {
        var table = table.mutableSpan
        for index in battles.indices {
            let battle = battles[index]
            // A win is the other's where the higher number is A.
            let isSwapped = battle.a > battle.b && battle.code < 2
            table[Int(numbers[index]) &* 4 &+ Int(battle.code ^ (isSwapped ? 1 : 0))] &+= 1
        }
    }

    /// The counts in a table.
    package func counts(_ table: [Int32]) -> PairCounts {
        precondition(table.count == 4 * count, "a table has four counts for each pair")
        var counts = PairCounts(modelCount: pairs.modelCount)
        for place in 0..<count {
            var cell = pairs.cell(at: place)
            cell.firstWins = Int64(table[4 * place])
            cell.secondWins = Int64(table[4 * place + 1])
            cell.ties = Int64(table[4 * place + 2])
            cell.bothBad = Int64(table[4 * place + 3])
            if !cell.isZero { counts.insert(cell) }
        }
        return counts
    }
}
