public import Foundation
public import Ranking

/// A published board: immutable, and a function of the log up to a position.
public struct LeaderboardSnapshot: Sendable {
    /// A model's row.
    public struct Row: Sendable, Equatable {
        /// Whose row it is.
        public let model: Model
        /// Rating, interval and rank.
        public let rating: Rating
        /// What became of its battles.
        public let tally: Tally
        /// Its sequential Elo rating, in rating points; `nil` while that is being worked out anew.
        public let elo: Double?
    }

    /// A model that has no rating yet, and why.
    public struct Unrankable: Sendable, Equatable {
        /// Which model.
        public let model: Model
        /// Why it has none.
        public let reason: UnrankableReason
        /// The group of models among which it could be rated, though not among the rated ones; see `Board.Unrankable.group`.
        public let group: Int?
        /// What became of its battles.
        public let tally: Tally
        /// Its sequential Elo rating, in rating points; `nil` without a battle, and while that is being worked out anew.
        public let elo: Double?
    }

    /// Rating points with their interval, and the ranks that follow from the intervals.
    public struct Rating: Sendable, Equatable {
        /// 1000 + 400/ln 10 · θ, in rating points.
        public let rating: Double
        /// The standard error, in rating points; `nil` where the method gives none, as Elo.
        public let standardError: Double?
        /// The interval's lower end, in rating points; `nil` without an interval.
        public let lower: Double?
        /// The interval's upper end, in rating points; `nil` without an interval.
        public let upper: Double?
        /// 1 + the number of models whose lower end lies above this one's upper end; by Elo, whose rating is higher.
        public let rank: Int
        /// The number of models, this one included, whose upper end does not lie below this one's lower end; by Elo, whose rating
        /// is not lower.
        public let rankLowerBound: Int
    }

    /// Which battles were counted.
    public let slice: String
    /// Which of those battles, where not all of them were, as `arena rank` takes it: `since=…`, `where=…`.
    public let filters: [String]
    /// How the ratings were computed.
    public let method: BoardMethod
    /// The last seq folded, of each stream.
    public let positions: [Stream: Int64]
    /// The last seq of each stream for which the intervals are exact, as the ratings are for `positions`.
    ///
    /// Before `positions` only on boards so large that an exact fit takes its time.
    public let exactPositions: [Stream: Int64]
    /// When the fit was made.
    public let fittedAt: Date
    /// Whether the fit met its stopping rule.
    public let hasConverged: Bool
    /// Where errors and intervals come from: what was asked for, or what there is in its place, see `Board.intervals`.
    public let intervalLabel: String
    /// Whether it shows the sample content.
    public let isSample: Bool
    /// The number of battles counted.
    public let battles: Int64
    /// The rated models, best first.
    public let rows: [Row]
    /// The models without a rating, by name.
    public let unrankable: [Unrankable]

    private let places: [ModelID: Int]

    /// Fits the board of the models and counts given.
    ///
    /// - Parameters:
    ///   - models: in canonical order.
    ///   - counts: with the models in the same order.
    ///   - elo: the models' Elo ratings in the same order, where they are known.
    public init(
        models: [Model],
        counts: PairCounts,
        positions: [Stream: Int64],
        fittedAt: Date,
        isSample: Bool,
        elo: [Double?]? = nil
    ) {
        self.init(
            models: models,
            board: Board.bradleyTerry(counts: counts),
            positions: positions,
            exactPositions: positions,
            fittedAt: fittedAt,
            isSample: isSample,
            elo: elo
        )
    }

    /// Publishes a board that was fitted.
    ///
    /// - Parameters:
    ///   - models: in the order in which the board knows them.
    ///   - slice: the name of the battles counted.
    ///   - filters: which of them were counted, where not all were.
    ///   - method: how it was fitted.
    public init(
        models: [Model],
        board: Board,
        positions: [Stream: Int64],
        exactPositions: [Stream: Int64],
        fittedAt: Date,
        isSample: Bool,
        elo: [Double?]?,
        slice: String = Slice.overall.name,
        filters: [String] = [],
        method: BoardMethod = .standard
    ) {
        let shown = board.rows.filter { models[$0.model].stage.isShown }
        // Ranks are among the models shown: one that is not on the board takes no place on it.
        let ranks = RankBounds.all(lower: shown.map(\.ratingLower), upper: shown.map(\.ratingUpper))
        self.slice = slice
        self.filters = filters
        self.method = method
        self.positions = positions
        self.exactPositions = exactPositions
        self.fittedAt = fittedAt
        hasConverged = board.converged
        intervalLabel = board.rows.isEmpty ? method.intervalLabel : board.intervals.rawValue
        self.isSample = isSample
        battles = board.battlesTotal
        rows = zip(shown, ranks).map { row, bounds in
            Row(
                model: models[row.model],
                rating: Rating(
                    rating: row.rating,
                    standardError: row.standardError,
                    lower: row.ratingLower,
                    upper: row.ratingUpper,
                    rank: bounds.rank,
                    rankLowerBound: bounds.rankLowerBound
                ),
                tally: row.tally,
                elo: elo?[row.model]
            )
        }
        unrankable = board.unrankable.compactMap { entry in
            let model = models[entry.model]
            guard model.stage.isShown else { return nil }
            return Unrankable(
                model: model,
                reason: entry.reason,
                group: entry.group,
                tally: entry.tally,
                elo: entry.tally.battles > 0 ? elo?[entry.model] : nil
            )
        }
        places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1.model.id, $0) })
    }

    /// Publishes a board by sequential Elo ratings.
    ///
    /// - Parameters:
    ///   - models: in the order in which the board knows them.
    ///   - slice: the name of the battles followed.
    ///   - filters: which of them were followed, where not all were.
    public init(
        models: [Model],
        elo board: EloBoard,
        positions: [Stream: Int64],
        at date: Date,
        isSample: Bool,
        slice: String = Slice.overall.name,
        filters: [String] = []
    ) {
        let shown = board.rows.filter { models[$0.model].stage.isShown }
        let ranks = RankBounds.all(lower: shown.map(\.rating), upper: shown.map(\.rating))
        self.slice = slice
        self.filters = filters
        method = BoardMethod(board)
        self.positions = positions
        exactPositions = positions
        fittedAt = date
        hasConverged = true
        intervalLabel = method.intervalLabel
        self.isSample = isSample
        battles = board.battles
        rows = zip(shown, ranks).map { row, bounds in
            Row(
                model: models[row.model],
                rating: Rating(
                    rating: row.rating,
                    standardError: nil,
                    lower: row.ratingLower,
                    upper: row.ratingUpper,
                    rank: bounds.rank,
                    rankLowerBound: bounds.rankLowerBound
                ),
                tally: row.tally,
                elo: row.rating
            )
        }
        unrankable = board.unrankable.compactMap { entry in
            let model = models[entry.model]
            guard model.stage.isShown else { return nil }
            return Unrankable(model: model, reason: entry.reason, group: nil, tally: entry.tally, elo: nil)
        }
        places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1.model.id, $0) })
    }

    /// The log position as one number: the entries folded, over all streams.
    public var logPosition: Int64 { positions.values.reduce(0, +) }

    /// The log position up to which the intervals are exact.
    public var exactLogPosition: Int64 { exactPositions.values.reduce(0, +) }

    /// All models shown, in the order of the board: the rated ones, then the others.
    public var shownModels: [Model] { rows.map(\.model) + unrankable.map(\.model) }

    /// The row of a model, when it has one.
    public func row(of model: ModelID) -> Row? {
        places[model].map { rows[$0] }
    }
}
