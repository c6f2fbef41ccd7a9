import Ranking

/// Makes the board of a fold, always with exact ratings: an exact fit for boards of any usual size; for very large ones an exact
/// fit from time to time, and in between one that follows each vote.
struct BoardKeeper: Sendable {
    /// From where on, and how far, a board follows single votes.
    struct Limits: Sendable {
        /// Up to this number of models every board is fitted exactly: that takes about 0.2 s then.
        var exactModels = 800
        /// The most votes between two exact fits; more cost as much as a fit.
        var battles = 256
        /// The most that strengths may have moved since the exact fit, on the log scale: intervals are then right to 2.5 %.
        var drift = 0.05
        /// The longest time without an exact fit while there is something new.
        var interval = Duration.seconds(10)
    }

    /// A board and what it is exact for.
    struct Made: Sendable {
        let board: Board
        /// The last seq for which the intervals are exact.
        let exactSeq: Int64
    }

    /// A vote between models by their places in the board's order.
    typealias Vote = (a: Int, b: Int, outcome: Outcome)

    private struct Live: Sendable {
        var board: LiveBoard
        let exactSeq: Int64
        let madeAt: ContinuousClock.Instant
    }

    let limits: Limits
    private var live: Live?

    init(limits: Limits) { self.limits = limits }

    /// Whether the next board could follow single votes, so that they are worth keeping.
    var wantsVotes: Bool { live != nil }

    /// Whether a board with nothing new in it should be made all the same, for its intervals' sake.
    func isRefitDue(_ made: Made, seq: Int64, now: ContinuousClock.Instant) -> Bool {
        guard made.exactSeq < seq, let live else { return false }
        return live.madeAt.duration(to: now) >= limits.interval
    }

    /// Makes the board.
    ///
    /// - Parameters:
    ///   - cells: all that counts, in ascending order, of models `0 ..< modelCount`.
    ///   - seq: the place in the log that the cells are of.
    ///   - votes: all that happened since the last board, if it is known and was nothing but votes.
    mutating func make(
        modelCount: Int,
        cells: [PairCounts.Cell],
        seq: Int64,
        votes: [Vote]?,
        now: ContinuousClock.Instant
    ) -> Made {
        if let votes, let followed = follow(votes, cells, now: now) { return followed }
        let exact = ExactBoard(modelCount: modelCount, cells: cells)
        live = nil
        if modelCount > limits.exactModels, let board = LiveBoard(exact) {
            live = Live(board: board, exactSeq: seq, madeAt: now)
        }
        return Made(board: exact.board, exactSeq: seq)
    }

    private mutating func follow(
        _ votes: [Vote],
        _ cells: [PairCounts.Cell],
        now: ContinuousClock.Instant
    ) -> Made? {
        guard var live, live.board.battles + votes.count <= limits.battles,
            live.madeAt.duration(to: now) < limits.interval
        else { return nil }
        self.live = nil
        for vote in votes {
            guard live.board.record(a: vote.a, b: vote.b, outcome: vote.outcome) else { return nil }
        }
        guard live.board.drift <= limits.drift else { return nil }
        let board = live.board.board(cells: cells)
        self.live = live
        return Made(board: board, exactSeq: live.exactSeq)
    }
}
