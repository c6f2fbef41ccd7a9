/// Sums and selections over cells, as fits and boards need them.
extension [PairCounts.Cell] {
    /// All battles.
    var battles: Int64 { reduce(0) { $0 + $1.battles } }

    /// The battles of every model, by index.
    func tallies(modelCount: Int) -> [Tally] {
        var tallies = Array<Tally>(repeating: Tally(), count: modelCount)
        for cell in self {
            tallies[cell.first].add(cell)
            tallies[cell.second].add(cell.swapped)
        }
        return tallies
    }

    /// The same battles with every count below zero read as zero.
    func withoutNegativeCounts() -> [PairCounts.Cell] {
        guard contains(where: \.isNegative) else { return self }
        return map { cell in
            var cell = cell
            cell.firstWins = Swift.max(0, cell.firstWins)
            cell.secondWins = Swift.max(0, cell.secondWins)
            cell.ties = Swift.max(0, cell.ties)
            cell.bothBad = Swift.max(0, cell.bothBad)
            return cell
        }.filter { !$0.isZero }
    }

    /// The battles among `members` (ascending), who become `0 ..< members.count`; the order stays.
    func restricted(to members: [Int], of modelCount: Int) -> [PairCounts.Cell] {
        guard members.count < modelCount else { return self }
        var index = Array<Int>(repeating: -1, count: modelCount)
        for (new, old) in members.enumerated() { index[old] = new }
        return compactMap { cell in
            let (first, second) = (index[cell.first], index[cell.second])
            return first >= 0 && second >= 0 ? cell.relabelled(first, second) : nil
        }
    }
}
