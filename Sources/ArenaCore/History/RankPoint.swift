public import Foundation

/// Where a model stood at some moment.
public struct RankPoint: Sendable, Equatable {
    /// From when on it stood there, or that it still did then.
    public let at: Date
    /// The log position of that board.
    public let logPosition: Int64
    /// Rank, rating and interval; `nil` where it had none, or had left the board.
    public let place: Place?
    /// All its battles.
    public let battles: Int64

    /// A place on a board.
    public struct Place: Sendable, Equatable {
        /// 1 + the number of models whose lower end lies above this one's upper end.
        public let rank: Int
        /// The number of models, this one included, whose upper end does not lie below this one's lower end.
        public let rankLowerBound: Int
        /// In rating points.
        public let rating: Double
        /// The interval's lower end, in rating points.
        public let lower: Double
        /// The interval's upper end, in rating points.
        public let upper: Double

        /// A place.
        public init(rank: Int, rankLowerBound: Int, rating: Double, lower: Double, upper: Double) {
            self.rank = rank
            self.rankLowerBound = rankLowerBound
            self.rating = rating
            self.lower = lower
            self.upper = upper
        }
    }

    /// A point.
    public init(at: Date, logPosition: Int64, place: Place?, battles: Int64) {
        self.at = at
        self.logPosition = logPosition
        self.place = place
        self.battles = battles
    }
}
