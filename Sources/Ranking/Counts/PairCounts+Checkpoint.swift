extension PairCounts {
    /// Why stored cells cannot be pair counts.
    public enum CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
        /// The number of models is negative or beyond 2³¹−1.
        case modelCount(Int)
        /// A cell names a model outside `0 ..< modelCount`.
        case indexOutOfRange(Cell, modelCount: Int)
        /// A cell's `first` is not below its `second`.
        case notInOrder(Cell)
        /// A cell holds a count below zero.
        case negativeCount(Cell)
        /// Two cells are of the same pair.
        case duplicatePair(Cell)
        /// The counts add up to more than a 64-bit integer holds.
        case tooManyBattles(Cell)

        /// What is wrong, and with which cell.
        public var description: String {
            switch self {
            case .modelCount(let count): "pair counts: \(count) is not a possible number of models"
            case .indexOutOfRange(let cell, let modelCount):
                "pair counts: cell (\(cell.first), \(cell.second)) names a model outside 0 ..< \(modelCount)"
            case .notInOrder(let cell):
                "pair counts: cell (\(cell.first), \(cell.second)) is not ordered lower index first"
            case .negativeCount(let cell): "pair counts: cell (\(cell.first), \(cell.second)) holds a count below zero"
            case .duplicatePair(let cell): "pair counts: pair (\(cell.first), \(cell.second)) occurs twice"
            case .tooManyBattles(let cell):
                "pair counts: the battles up to cell (\(cell.first), \(cell.second)) overflow a 64-bit count"
            }
        }
    }

    /// Rebuilds the counts that `cells` described, in whatever order they come.
    public init(modelCount: Int, cells: some Sequence<Cell>) throws(CheckpointError) {
        guard modelCount >= 0 && modelCount <= Int(Int32.max) else { throw .modelCount(modelCount) }
        self.init(modelCount: modelCount)
        for cell in cells {
            let indices = 0..<modelCount
            guard indices.contains(cell.first) && indices.contains(cell.second) else {
                throw .indexOutOfRange(cell, modelCount: modelCount)
            }
            guard cell.first < cell.second else { throw .notInOrder(cell) }
            guard !cell.isNegative else { throw .negativeCount(cell) }
            var sum = total
            for count in [cell.firstWins, cell.secondWins, cell.ties, cell.bothBad] {
                let (next, overflow) = sum.addingReportingOverflow(count)
                guard !overflow else { throw .tooManyBattles(cell) }
                sum = next
            }
            let pairsBefore = pairsMet.count
            insert(cell)
            guard pairsMet.count == pairsBefore + 1 else { throw .duplicatePair(cell) }
        }
    }
}
