extension PairCounts {
    /// The battles of one pair of models, `first < second`.
    public struct Cell: Sendable, Hashable {
        /// The lower model index.
        public var first: Int
        /// The higher model index.
        public var second: Int
        /// Battles that `first` won.
        public var firstWins: Int64
        /// Battles that `second` won.
        public var secondWins: Int64
        /// Battles judged a tie.
        public var ties: Int64
        /// Battles in which neither response was usable.
        public var bothBad: Int64

        /// A cell of the given counts, all zero when none is given.
        public init(
            first: Int,
            second: Int,
            firstWins: Int64 = 0,
            secondWins: Int64 = 0,
            ties: Int64 = 0,
            bothBad: Int64 = 0
        ) {
            self.first = first
            self.second = second
            self.firstWins = firstWins
            self.secondWins = secondWins
            self.ties = ties
            self.bothBad = bothBad
        }

        /// All battles of the pair.
        public var battles: Int64 { firstWins + secondWins + draws }
        /// Battles that count as half a win for each side in the fit.
        public var draws: Int64 { ties + bothBad }

        /// The same battles seen from the other side; not in canonical order.
        var swapped: Cell {
            Cell(
                first: second,
                second: first,
                firstWins: secondWins,
                secondWins: firstWins,
                ties: ties,
                bothBad: bothBad
            )
        }

        /// The same battles of models with other indices, lower one first.
        @inline(__always)
        func relabelled(_ first: Int, _ second: Int) -> Cell {
            var cell = self
            (cell.first, cell.second) = (first, second)
            return first < second ? cell : cell.swapped
        }

        var isZero: Bool { firstWins == 0 && secondWins == 0 && ties == 0 && bothBad == 0 }
        var isNegative: Bool { firstWins < 0 || secondWins < 0 || ties < 0 || bothBad < 0 }
    }
}

extension Tally {
    /// Adds the battles of a cell whose `first` is this model.
    mutating func add(_ cell: PairCounts.Cell) {
        battles += cell.battles
        wins += cell.firstWins
        losses += cell.secondWins
        ties += cell.ties
        bothBad += cell.bothBad
    }
}
