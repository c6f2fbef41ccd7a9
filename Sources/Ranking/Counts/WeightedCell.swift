/// The battles of one pair of models with the weights that they carry in a fit, `first < second`.
///
/// A fit needs the sum of the weights of each outcome, and the spread of its estimates the sum of their squares: two battles
/// of weight 1 tell more than one of weight 2.
public struct WeightedCell: Sendable, Hashable {
    /// Sums over the battles of one outcome.
    public struct Mass: Sendable, Hashable {
        /// The sum of the weights.
        public var weight: Double
        /// The sum of their squares.
        public var square: Double

        /// No battles.
        public static let zero = Mass(weight: 0, square: 0)

        /// Given sums.
        public init(weight: Double, square: Double) {
            self.weight = weight
            self.square = square
        }

        /// `count` battles of one weight each.
        public init(count: Int64, each weight: Double = 1) {
            self.init(weight: Double(count) * weight, square: Double(count) * weight * weight)
        }

        /// Adds a battle of some weight.
        public mutating func add(_ weight: Double) {
            self.weight += weight
            square += weight * weight
        }
    }

    /// The lower model index.
    public var first: Int
    /// The higher model index.
    public var second: Int
    /// Battles that `first` won.
    public var firstWins: Mass
    /// Battles that `second` won.
    public var secondWins: Mass
    /// Battles without a winner: ties and both bad.
    public var draws: Mass

    /// A cell of given sums.
    public init(first: Int, second: Int, firstWins: Mass = .zero, secondWins: Mass = .zero, draws: Mass = .zero) {
        self.first = first
        self.second = second
        self.firstWins = firstWins
        self.secondWins = secondWins
        self.draws = draws
    }

    /// The battles of a cell, each of weight `weight`.
    public init(_ cell: PairCounts.Cell, weight: Double = 1) {
        self.init(
            first: cell.first,
            second: cell.second,
            firstWins: Mass(count: cell.firstWins, each: weight),
            secondWins: Mass(count: cell.secondWins, each: weight),
            draws: Mass(count: cell.draws, each: weight)
        )
    }

    /// The sum of the weights of all battles.
    public var weight: Double { firstWins.weight + secondWins.weight + draws.weight }

    /// A battle of each outcome that happened: all that matters for who is connected with whom.
    var outcomesMet: PairCounts.Cell {
        PairCounts.Cell(
            first: first,
            second: second,
            firstWins: firstWins.weight > 0 ? 1 : 0,
            secondWins: secondWins.weight > 0 ? 1 : 0,
            ties: draws.weight > 0 ? 1 : 0
        )
    }
}
