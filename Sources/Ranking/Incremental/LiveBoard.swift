/// A board that follows single battles between exact fits, for boards so large that an exact fit takes its time.
///
/// The ratings of ``board(cells:)`` are the exact ones of the battles so far; their standard errors follow by ``LiveFit``'s
/// updates, right to about the factor e^(drift/2). The same exact board and the same battles in the same order give the same digits.
public struct LiveBoard: Sendable {
    private let exact: ExactBoard
    private let places: [Int?]
    private var fit: LiveFit

    /// Continues an exact board; nil where its errors are not those of the sandwich, or nobody is rated.
    public init?(_ exact: ExactBoard) {
        guard let fit = exact.fit, let sandwich = exact.sandwich, exact.isDecided, fit.converged else { return nil }
        self.exact = exact
        var places = Array<Int?>(repeating: nil, count: exact.graph.reasons.count)
        for (place, model) in exact.graph.rankable.enumerated() { places[model] = place }
        self.places = places
        self.fit = LiveFit(of: fit, sandwich)
    }

    /// The battles recorded since the exact fit.
    public var battles: Int { fit.battles }

    /// How far the strengths have moved since the exact fit; see ``LiveFit/drift``.
    public var drift: Double { fit.drift }

    /// The ratings by the updates alone, before ``board(cells:)`` makes them exact.
    public var ratings: [(model: Int, rating: Double)] {
        zip(exact.graph.rankable, fit.strengths).map { ($0, RatingScale.rating(ofStrength: $1)) }
    }

    /// Counts a battle of model `a` (shown as A) against `b`.
    ///
    /// - Returns: false, with nothing counted, when one of them is not rated: who can be rated may then have changed, and only an
    ///   exact board can tell.
    public mutating func record(a: Int, b: Int, outcome: Outcome) -> Bool {
        guard places.indices.contains(a), places.indices.contains(b), let placeA = places[a], let placeB = places[b]
        else { return false }
        fit.record(a: placeA, b: placeB, outcome: outcome)
        return true
    }

    /// The board of all battles so far.
    ///
    /// - Parameter all: those battles, in ascending order.
    public func board(cells all: [PairCounts.Cell]) -> Board {
        let tallies = all.tallies(modelCount: places.count)
        let cells = all.restricted(to: exact.graph.rankable, of: places.count)
        let refined = fit.refined(cells)
        return Board(
            rows: Board.rows(
                models: exact.graph.rankable,
                strengths: refined.strengths,
                variances: fit.variances,
                z: exact.z,
                tallies: tallies
            ),
            unrankable: Board.unrankable(exact.graph.reasons, exact.graph.groups, tallies),
            intervals: exact.board.intervals,
            converged: refined.lastStep <= BradleyTerry.Options().stepTolerance,
            iterations: exact.board.iterations,
            gradientNorm: refined.gradientNorm,
            battlesFitted: cells.battles,
            battlesTotal: all.battles
        )
    }
}
