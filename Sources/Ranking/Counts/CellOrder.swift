/// Where the pairs of some counts stand when the models are taken in another order.
///
/// Worked out once, it serves until a pair is met that was not met before: a board that is fitted many times a second need
/// not sort its pairs each time.
public struct CellOrder: Sendable {
    private struct Entry {
        let place: Int32
        let first: Int32
        let second: Int32
        let isSwapped: Bool
    }

    private let entries: [Entry]

    /// The order of the pairs of `counts` when model `i` is called `newIndex[i]`; the new indices are all different.
    public init(_ counts: PairCounts, newIndex: [Int]) {
        precondition(newIndex.count == counts.modelCount, "every model has a new index")
        entries = counts.pairsMet.enumerated()
            .map { place, pair in
                let (first, second) = (newIndex[Int(pair >> 32)], newIndex[Int(pair & 0xFFFF_FFFF)])
                return Entry(
                    place: Int32(place),
                    first: Int32(min(first, second)),
                    second: Int32(max(first, second)),
                    isSwapped: first > second
                )
            }
            .sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    }

    /// Whether it still holds for counts that it was made of and that went on counting.
    public func covers(_ counts: PairCounts) -> Bool { entries.count == counts.pairsMet.count }

    /// The cells of the counts with the models' new indices, in ascending order, those that went back to zero left out.
    public func cells(of counts: PairCounts) -> [PairCounts.Cell] {
        precondition(covers(counts), "the order was made for these pairs")
        var cells: [PairCounts.Cell] = []
        cells.reserveCapacity(entries.count)
        for entry in entries {
            var cell = counts.cell(at: Int(entry.place))
            if cell.isZero { continue }
            if entry.isSwapped { cell = cell.swapped }
            (cell.first, cell.second) = (Int(entry.first), Int(entry.second))
            cells.append(cell)
        }
        return cells
    }
}
