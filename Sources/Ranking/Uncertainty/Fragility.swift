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
    /// For counted battles with weights equal within a pair; a board with features has none.
    public func fragility(pairs: Range<Int>? = nil) -> [Fragility] {
        guard let fit = pairFit, let covariance = sandwichOfFit else { return [] }
        let all = 0..<max(board.rows.count - 1, 0)
        return (pairs ?? all).clamped(to: all).map { place in
            fragility(of: board.rows[place].model, over: board.rows[place + 1].model, fit, covariance)
        }
    }

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
        let influence = covariance.influence(a, b)
        let candidates = candidates(influence, fit)
        func removal(_ votes: Int64) -> [(candidate: Candidate, count: Int64)] {
            var rest = votes
            var taken: [(Candidate, Int64)] = []
            for candidate in candidates where rest > 0 {
                let count = min(rest, candidate.available)
                taken.append((candidate, count))
                rest -= count
            }
            return taken
        }
        /// The gap without so many of the most influential votes; nil where that leaves no maximum.
        func gapWithout(_ votes: Int64) -> Double? {
            var left = cells
            for (candidate, count) in removal(votes) { left[candidate.cell].remove(count, candidate.outcome) }
            return fit.refitted(left, chordLimit: 60).map { $0[a] - $0[b] }
        }
        // To first order.
        var (sum, estimate) = (0.0, Int64(0))
        for candidate in candidates {
            let need = Int64(((gap - sum) / candidate.effect).rounded(.up))
            if need <= candidate.available {
                estimate += max(need, 1)
                sum = .infinity
                break
            }
            sum += candidate.effect * Double(candidate.available)
            estimate += candidate.available
        }
        let most = candidates.reduce(0) { $0 + $1.available }
        guard estimate > 0 else {
            return Fragility(
                upper: upper,
                lower: lower,
                removals: [],
                votes: nil,
                gap: (RatingScale.pointsPerStrength * gap, nil)
            )
        }
        // Then by fits: the least number that turns the order, between one that does not and one that does.
        var (low, high): (Int64, Int64?) = (0, nil)
        var trial = min(estimate, most)
        var step: Int64 = 1
        while true {
            if let after = gapWithout(trial), after < 0 {
                high = trial
                break
            }
            low = trial
            if trial >= most || step > most { break }
            trial = min(most, trial + step)
            step *= 2
        }
        guard var turned = high else {
            return Fragility(
                upper: upper,
                lower: lower,
                removals: [],
                votes: nil,
                gap: (RatingScale.pointsPerStrength * gap, nil)
            )
        }
        // Downwards from an estimate that held, in growing steps first: it is mostly exact or nearly so.
        step = 1
        while low == 0, turned - step > 0 {
            if let after = gapWithout(turned - step), after < 0 {
                turned -= step
                step *= 2
            } else {
                low = turned - step
            }
        }
        while turned - low > 1 {
            let middle = (low + turned) / 2
            if let after = gapWithout(middle), after < 0 { turned = middle } else { low = middle }
        }
        let removals = removal(turned).map { candidate, count in
            Fragility.Removal(
                first: model(at: cells[candidate.cell].first),
                second: model(at: cells[candidate.cell].second),
                outcome: candidate.outcome,
                count: count
            )
        }
        return Fragility(
            upper: upper,
            lower: lower,
            removals: removals,
            votes: turned,
            gap: (RatingScale.pointsPerStrength * gap, gapWithout(turned).map { RatingScale.pointsPerStrength * $0 })
        )
    }

    /// The kinds of votes whose removal brings the two nearer, most influential first.
    private func candidates(_ influence: [Double], _ fit: PairFit) -> [Candidate] {
        let model = fit.tieParameter == nil ? PairModel.bradleyTerry : fit.model
        var candidates: [Candidate] = []
        for (index, cell) in cells.enumerated() {
            let u = fit.strengths[cell.first] - fit.strengths[cell.second]
            let carry = influence[cell.first] - influence[cell.second]
            for outcome in [Outcome.modelA, .modelB, .tie] {
                let mass = cell.mass(of: outcome)
                guard mass.weight > 0 else { continue }
                let each = mass.square / mass.weight
                var one = WeightedCell(first: cell.first, second: cell.second)
                one.remove(-1, outcome, each: each)
                let score = model.slope(of: one, u: u, tau: fit.tieParameter ?? 0).u
                let effect = score * carry
                if effect > 0 {
                    let available = Int64((mass.weight / each).rounded())
                    candidates.append(Candidate(cell: index, outcome: outcome, available: available, effect: effect))
                }
            }
        }
        return candidates.sorted { $0.effect > $1.effect }
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
        let left = Mass(
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
