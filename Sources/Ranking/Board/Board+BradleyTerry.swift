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
        ExactBoard(modelCount: counts.modelCount, cells: counts.cells, confidence: z).board
    }

    /// The rated rows of models, best first.
    static func rows(
        models: [Int],
        strengths: [Double],
        variances: [Double],
        z: Double,
        tallies: [Tally]
    ) -> [Row] {
        let ratings = strengths.map(RatingScale.rating(ofStrength:))
        let errors = variances.map { RatingScale.pointsPerStrength * $0.squareRoot() }
        return rows(
            models: models,
            strengths: strengths,
            ratings: ratings,
            errors: errors,
            lower: zip(ratings, errors).map { $0 - z * $1 },
            upper: zip(ratings, errors).map { $0 + z * $1 },
            tallies: tallies
        )
    }

    /// The rated rows of models, best first, of figures in rating points that are not rounded yet.
    static func rows(
        models: [Int],
        strengths: [Double],
        ratings: [Double],
        errors: [Double],
        lower: [Double],
        upper: [Double],
        tallies: [Tally]
    ) -> [Row] {
        let lower = lower.map(RatingScale.published)
        let upper = upper.map(RatingScale.published)
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

    /// The models without a rating, and why.
    ///
    /// - Parameter groups: the number of the group that a model is in, see ``ComparisonGraph/groups``.
    static func unrankable(_ reasons: [UnrankableReason?], _ groups: [Int: Int], _ tallies: [Tally]) -> [Unrankable] {
        reasons.enumerated().compactMap { model, reason in
            reason.map { Unrankable(model: model, reason: $0, group: groups[model], tally: tallies[model]) }
        }
    }
}
