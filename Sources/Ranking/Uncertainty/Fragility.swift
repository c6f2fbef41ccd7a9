/// How few votes hold an order: the smallest number found whose removal puts one model below another (Huang, Shen, Wei and
/// Broderick 2025, arXiv 2508.11847).
///
/// Votes are taken by their influence on the difference of the two, to first order, most influential first, until the sum
/// exceeds the gap; the set is then confirmed, and made smaller or larger, by fits without it, and so are sets of one kind of
/// votes. The number found is an upper bound of the true smallest one: that many votes do turn the order.
public struct Fragility: Sendable {
    /// Votes of one pair and one outcome.
    public struct Removal: Sendable, Hashable {
        /// The model that was A or B, with the lower index.
        public let first: Int
        /// The other.
        public let second: Int
        /// What the votes said, with `first` as A; `.tie` stands for both kinds of draw.
        public let outcome: Outcome
        /// How many of them.
        public let count: Int64
    }

    /// The model above.
    public let upper: Int
    /// The model below, which comes to lie above.
    public let lower: Int
    /// The votes to remove; empty where no removal was found that turns the order.
    public let removals: [Removal]
    /// Their number; nil where none was found.
    public let votes: Int64?
    /// The gap of the two ratings with all votes, and without the removed ones, in points.
    public let gap: (before: Double, after: Double?)
}

extension RatingAnalysis {
    /// The fragility of every adjacent pair of the board, from the top; of those pairs whose places `pairs` holds.
    ///
    /// For counted battles with weights equal within a pair; a board with features, or of battles with weights of their own, has none.
    ///
    /// - Parameters:
    ///   - pairs: places of upper models; nil for all.
    ///   - isShown: which models are on the board; the others take no place on it.
    public func fragility(pairs: Range<Int>? = nil, among isShown: (Int) -> Bool = { _ in true }) -> [Fragility] {
        guard hasSingleBattles, let fit = pairFit, let covariance = sandwichOfFit else { return [] }
        let models = board.rows.map(\.model).filter(isShown)
        let all = 0..<max(models.count - 1, 0)
        let asked = (pairs ?? all).clamped(to: all)
        return Parallel.map(asked.count) { number in
            let place = asked.lowerBound + number
            return fragility(of: models[place], over: models[place + 1], fit, covariance)
        }
    }

    /// The fewest votes found without which another model than the board's first would lie above it, whichever that is.
    ///
    /// The challengers are tried in the order of what the first order says of each, until that is far above what was found. Nil for a board
    /// of fewer than two models, and where ``fragility(pairs:among:)`` is empty.
    ///
    /// - Parameters:
    ///   - isShown: which models are on the board.
    ///   - progress: called now and then with how many of how many challengers have been tried.
    public func fragilityOfFirst(
        among isShown: (Int) -> Bool = { _ in true },
        progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) -> Fragility? {
        let models = board.rows.map(\.model).filter(isShown)
        guard hasSingleBattles, let fit = pairFit, let covariance = sandwichOfFit, let first = models.first else {
            return nil
        }
        let challengers = Array(models.dropFirst())
        let estimates = Parallel.map(challengers.count) { place in
            (
                challenger: challengers[place],
                votes: search(first, challengers[place], fit, covariance)?.estimate ?? .max
            )
        }.enumerated().sorted { ($0.element.votes, $0.offset) < ($1.element.votes, $1.offset) }.map(\.element)
        var best: Fragility?
        for start in stride(from: 0, to: estimates.count, by: 8) {
            // A fit seldom needs fewer than half the votes of the first order.
            if let votes = best?.votes, estimates[start].votes / 2 > votes + 4 { break }
            let part = estimates[start..<min(start + 8, estimates.count)]
            let found = Parallel.map(part.count) { number in
                fragility(of: first, over: part[part.startIndex + number].challenger, fit, covariance)
            }
            for hold in found where best == nil || (hold.votes ?? .max) < (best?.votes ?? .max) { best = hold }
            progress(part.endIndex, estimates.count)
        }
        return best
    }

    /// Whether there are so few models that a fit is short, and sets can be tried one by one.
    private var isSmall: Bool { members.count <= 60 }
    /// How many sets may be tried one by one: fits of a few models take some millionths of a second.
    private var trials: Int { members.count <= 12 ? 4_000 : isSmall ? 400 : 0 }
    /// An effect so much smaller than the largest is none.
    private static var leastEffect: Double { 1e-9 }

    private func fragility(of upper: Int, over lower: Int, _ fit: PairFit, _ covariance: Covariance) -> Fragility {
        guard let search = search(upper, lower, fit, covariance) else {
            return Fragility(upper: upper, lower: lower, removals: [], votes: nil, gap: (0, nil))
        }
        let gap = search.gap
        guard let (removal, after) = search.smallest(trials: trials) else {
            return Fragility(
                upper: upper,
                lower: lower,
                removals: [],
                votes: nil,
                gap: (RatingScale.pointsPerStrength * gap, nil)
            )
        }
        let removals = removal.filter { $0.count > 0 }.map { kind, count in
            Fragility.Removal(
                first: model(at: cells[kind.cell].first),
                second: model(at: cells[kind.cell].second),
                outcome: kind.outcome,
                count: count
            )
        }
        return Fragility(
            upper: upper,
            lower: lower,
            removals: removals,
            votes: removals.reduce(0) { $0 + $1.count },
            gap: (RatingScale.pointsPerStrength * gap, RatingScale.pointsPerStrength * after)
        )
    }

    /// The search for votes without which `lower` lies above `upper`; nil unless both are rated.
    private func search(_ upper: Int, _ lower: Int, _ fit: PairFit, _ covariance: Covariance) -> FragilitySearch? {
        guard let a = place(of: upper), let b = place(of: lower) else { return nil }
        let (kinds, others) = kinds(covariance.influence(a, b), fit)
        return FragilitySearch(gap: fit.strengths[a] - fit.strengths[b], kinds: kinds, others: others) { removal in
            var left = cells
            var taken: [Int: Int64] = [:]
            for (kind, count) in removal where count > 0 {
                left[kind.cell].remove(count, kind.outcome)
                taken[kind.cell, default: 0] += count
            }
            for (cell, count) in taken { left[cell] = left[cell].scaled(by: growth(of: cells[cell], without: count)) }
            return fit.refitted(left, chordLimit: 60, tolerance: 1e-11).map { $0.strengths[a] - $0.strengths[b] }
        }
    }

    /// What the weights of a pair's votes are multiplied by when so many of them are gone.
    private func growth(of cell: WeightedCell, without count: Int64) -> Double {
        let masses = [cell.firstWins, cell.secondWins, cell.draws]
        guard let mass = masses.first(where: { $0.weight > 0 }) else { return 1 }
        let each = mass.square / mass.weight
        let battles = Int64((cell.weight / each).rounded())
        let weight = options.weighting.weight(battles: battles)
        // Battles may have come with weights of their own, to which the weighting does not apply.
        guard abs(each - weight) < 1e-9 * weight else { return 1 }
        return options.weighting.weight(battles: battles - count) / weight
    }

    /// The kinds of votes whose removal brings the two nearer, most influential first, and the others.
    private func kinds(
        _ influence: (strengths: [Double], parameters: [Double]),
        _ fit: PairFit
    ) -> (nearer: [FragilitySearch.Kind], others: [FragilitySearch.Kind]) {
        let model = fit.tieParameter == nil ? PairModel.bradleyTerry : fit.model
        var kinds: [FragilitySearch.Kind] = []
        for (index, cell) in cells.enumerated() {
            let u = fit.strengths[cell.first] - fit.strengths[cell.second]
            let carry = influence.strengths[cell.first] - influence.strengths[cell.second]
            for outcome in [Outcome.modelA, .modelB, .tie] {
                let mass = cell.mass(of: outcome)
                guard mass.weight > 0 else { continue }
                let each = mass.square / mass.weight
                var one = WeightedCell(first: cell.first, second: cell.second)
                one.remove(-1, outcome, each: each)
                let score = model.slope(of: one, u: u, tau: fit.tieParameter ?? 0)
                let effect = score.u * carry + score.tau * (influence.parameters.first ?? 0)
                guard effect > 0 || isSmall else { continue }
                let available = Int64((mass.weight / each).rounded())
                kinds.append(
                    FragilitySearch.Kind(cell: index, outcome: outcome, available: available, effect: effect)
                )
            }
        }
        kinds.sort { $0.effect > $1.effect }
        let least = (kinds.first?.effect ?? 0) * Self.leastEffect
        let nearer = kinds.prefix { $0.effect > 0 && $0.effect > least }
        return (Array(nearer), Array(kinds[nearer.endIndex...]))
    }
}

extension WeightedCell {
    /// The battles of an outcome.
    func mass(of outcome: Outcome) -> Mass {
        switch outcome {
        case .modelA: firstWins
        case .modelB: secondWins
        case .tie, .bothBad: draws
        }
    }

    /// Takes `count` battles of an outcome away, of the weight that its battles have.
    mutating func remove(_ count: Int64, _ outcome: Outcome, each weight: Double? = nil) {
        let mass = mass(of: outcome)
        let each = weight ?? mass.square / mass.weight
        // The last battle leaves nothing, not a rounding error.
        let isAll = weight == nil && Double(count) > mass.weight / each - 0.5
        let left =
            isAll
            ? Mass.zero
            : Mass(
                weight: max(0, mass.weight - Double(count) * each),
                square: max(0, mass.square - Double(count) * each * each)
            )
        switch outcome {
        case .modelA: firstWins = left
        case .modelB: secondWins = left
        case .tie, .bothBad: draws = left
        }
    }
}
