/// How few votes hold an order: the smallest number found whose removal puts one model below another (Huang, Shen, Wei and
/// Broderick 2025, arXiv 2508.11847).
///
/// Votes are taken by their influence on the difference of the two, to first order, most influential first, until the sum
/// exceeds the gap; the set is then confirmed, and made smaller or larger, by fits without it. The number found is an upper
/// bound of the true smallest one: that many votes do turn the order.
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
    public func fragility(pairs: Range<Int>? = nil) -> [Fragility] {
        guard hasSingleBattles, let fit = pairFit, let covariance = sandwichOfFit else { return [] }
        let all = 0..<max(board.rows.count - 1, 0)
        return (pairs ?? all).clamped(to: all).map { place in
            fragility(of: board.rows[place].model, over: board.rows[place + 1].model, fit, covariance)
        }
    }

    /// A difference of strengths smaller than this is a tie, seen through rounding.
    private static var leastTurn: Double { 1e-9 }
    /// An effect so much smaller than the largest is none.
    private static var leastEffect: Double { 1e-9 }

    private struct Candidate {
        let cell: Int
        let outcome: Outcome
        let available: Int64
        /// What one vote's removal does to the difference, to first order.
        let effect: Double
    }

    private func fragility(of upper: Int, over lower: Int, _ fit: PairFit, _ covariance: Covariance) -> Fragility {
        guard let a = place(of: upper), let b = place(of: lower) else {
            return Fragility(upper: upper, lower: lower, removals: [], votes: nil, gap: (0, nil))
        }
        let gap = fit.strengths[a] - fit.strengths[b]
        let candidates = candidates(covariance.influence(a, b), fit)
        /// The gap without so many of the most influential votes; nil where that leaves no maximum.
        func gapWithout(_ votes: Int64) -> Double? {
            var left = cells
            var taken: [Int: Int64] = [:]
            for (candidate, count) in Self.first(votes, of: candidates) {
                left[candidate.cell].remove(count, candidate.outcome)
                taken[candidate.cell, default: 0] += count
            }
            for (cell, count) in taken { left[cell] = left[cell].scaled(by: growth(of: cells[cell], without: count)) }
            return fit.refitted(left, chordLimit: 60, tolerance: 1e-11).map { $0[a] - $0[b] }
        }
        let votes = Self.least(
            from: Self.estimate(of: gap, candidates),
            upTo: candidates.reduce(0) { $0 + $1.available }
        ) { (gapWithout($0) ?? 0) < -Self.leastTurn }
        let removals = Self.first(votes ?? 0, of: candidates).map { candidate, count in
            Fragility.Removal(
                first: model(at: cells[candidate.cell].first),
                second: model(at: cells[candidate.cell].second),
                outcome: candidate.outcome,
                count: count
            )
        }
        let after = votes.flatMap(gapWithout).map { RatingScale.pointsPerStrength * $0 }
        return Fragility(
            upper: upper,
            lower: lower,
            removals: removals,
            votes: votes,
            gap: (RatingScale.pointsPerStrength * gap, after)
        )
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

    /// The first so many votes of the candidates.
    private static func first(_ votes: Int64, of candidates: [Candidate]) -> [(candidate: Candidate, count: Int64)] {
        var rest = votes
        var taken: [(Candidate, Int64)] = []
        for candidate in candidates {
            guard rest > 0 else { break }
            let count = min(rest, candidate.available)
            taken.append((candidate, count))
            rest -= count
        }
        return taken
    }

    /// How many votes it takes to first order.
    private static func estimate(of gap: Double, _ candidates: [Candidate]) -> Int64 {
        var (rest, votes) = (gap, Int64(0))
        for candidate in candidates {
            let needed = (rest / candidate.effect).rounded(.up)
            if needed <= Double(candidate.available) { return votes + max(Int64(needed), 1) }
            rest -= candidate.effect * Double(candidate.available)
            votes += candidate.available
        }
        return votes
    }

    /// The least number up to `most` that turns the order, where fewer do not; nil where none does.
    ///
    /// Looked for on both sides of the estimate in growing steps, which is mostly exact or nearly so, and then between.
    private static func least(from estimate: Int64, upTo most: Int64, where turns: (Int64) -> Bool) -> Int64? {
        guard estimate > 0 else { return nil }
        var (low, high) = (Int64(0), estimate)
        var step: Int64 = 1
        if turns(estimate) {
            while high - step > 0, turns(high - step) {
                high -= step
                step *= 2
            }
            low = max(0, high - step)
        } else {
            repeat {
                guard high < most else { return nil }
                low = high
                high = min(most, high + step)
                step *= 2
            } while !turns(high)
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if turns(middle) { high = middle } else { low = middle }
        }
        return high
    }

    /// The kinds of votes whose removal brings the two nearer, most influential first.
    private func candidates(_ influence: (strengths: [Double], parameters: [Double]), _ fit: PairFit) -> [Candidate] {
        let model = fit.tieParameter == nil ? PairModel.bradleyTerry : fit.model
        var candidates: [Candidate] = []
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
                if effect > 0 {
                    let available = Int64((mass.weight / each).rounded())
                    candidates.append(Candidate(cell: index, outcome: outcome, available: available, effect: effect))
                }
            }
        }
        candidates.sort { $0.effect > $1.effect }
        let least = (candidates.first?.effect ?? 0) * Self.leastEffect
        return Array(candidates.prefix { $0.effect > least })
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
