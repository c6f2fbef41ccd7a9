extension Board {
    /// The z of a two-sided 95 % confidence interval.
    public static let z95 = 1.959963984540054

    /// The Bradley-Terry board of these counts, with intervals of `confidence` standard errors to each side.
    ///
    /// Defined for every input: no models, no battles, nobody comparable. A count below zero is read as zero. Ratings, errors
    /// and bounds are rounded to ``RatingScale/decimals``, and ranks and order taken from the rounded figures.
    ///
    /// The errors are those of ``Sandwich``. Where no battle of the rated models had a winner, the sandwich is zero
    /// whatever the number of ties; the errors are then those of the inverse Hessian, as if each tie had been a toss-up.
    public static func bradleyTerry(counts: PairCounts, confidence z: Double = z95) -> Board {
        bradleyTerry(modelCount: counts.modelCount, cells: counts.cells, confidence: z)
    }

    /// The Bradley-Terry board of cells in ascending order, of models `0 ..< modelCount`; see ``bradleyTerry(counts:confidence:)``.
    public static func bradleyTerry(
        modelCount: Int,
        cells: [PairCounts.Cell],
        confidence z: Double = z95
    ) -> Board {
        let all = cells.withoutNegativeCounts()
        let tallies = all.tallies(modelCount: modelCount)
        let graph = ComparisonGraph(all, tallies: tallies)
        let unrankable = graph.reasons.enumerated().compactMap { model, reason in
            reason.map { Unrankable(model: model, reason: $0, tally: tallies[model]) }
        }
        let total = all.battles
        guard !graph.rankable.isEmpty else {
            return Board(
                rows: [],
                unrankable: unrankable,
                converged: true,
                iterations: 0,
                gradientNorm: 0,
                battlesFitted: 0,
                battlesTotal: total
            )
        }
        let cells = all.restricted(to: graph.rankable, of: modelCount)
        let fit = BradleyTerry.maximise(modelCount: graph.rankable.count, cells: cells)
        let sandwich = Sandwich(of: fit)
        let isDecided = cells.contains { $0.firstWins > 0 || $0.secondWins > 0 }
        return Board(
            rows: rows(
                models: graph.rankable,
                strengths: fit.strengths,
                variances: isDecided ? sandwich.variances : sandwich.inverseHessianVariances,
                z: z,
                tallies: tallies
            ),
            unrankable: unrankable,
            converged: fit.converged,
            iterations: fit.iterations,
            gradientNorm: fit.gradientNorm,
            battlesFitted: cells.battles,
            battlesTotal: total
        )
    }

    private static func rows(
        models: [Int],
        strengths: [Double],
        variances: [Double],
        z: Double,
        tallies: [Tally]
    ) -> [Row] {
        let ratings = strengths.map(RatingScale.rating(ofStrength:))
        let errors = variances.map { RatingScale.pointsPerStrength * $0.squareRoot() }
        let lower = zip(ratings, errors).map { RatingScale.published($0 - z * $1) }
        let upper = zip(ratings, errors).map { RatingScale.published($0 + z * $1) }
        let bounds = RankBounds.all(lower: lower, upper: upper)
        let rows = models.indices.map { index in
            Row(
                model: models[index],
                strength: strengths[index],
                rating: RatingScale.published(ratings[index]),
                standardError: RatingScale.published(errors[index]),
                ratingLower: lower[index],
                ratingUpper: upper[index],
                rank: bounds[index].rank,
                rankLowerBound: bounds[index].rankLowerBound,
                tally: tallies[models[index]]
            )
        }
        return rows.sorted { ($1.rating, $0.model) < ($0.rating, $1.model) }
    }
}
