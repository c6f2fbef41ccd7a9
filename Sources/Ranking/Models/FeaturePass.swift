/// One pass over battles with features at a point, by all processors: what a Newton step or the middle of a sandwich needs.
///
/// The battles are summed in stretches whose sums are then added in order, so that the bits do not depend on the processors.
struct FeaturePass {
    private typealias Block = FeatureGroups.Block

    /// What there is to be summed beside the scores.
    struct Wanted: OptionSet, Sendable {
        let rawValue: Int

        /// The squares of the battles' vectors times weight and p(1 − p).
        static let information = Wanted(rawValue: 1)
        /// The squares of the battles' vectors, less their shares, times the square of the score.
        static let spread = Wanted(rawValue: 2)
        /// The same times the square that is to be expected of the score.
        static let expectedSpread = Wanted(rawValue: 4)
    }

    let groups: FeatureGroups
    let means: [Double]
    /// What is left of the means where ``means`` are taken off.
    let remainders: [Double]
    /// One over the features' standard deviations.
    let scales: [Double]
    /// The strength of each model.
    let strengths: [Double]
    /// The coefficients of the standardised features.
    let coefficients: [Double]
    /// How much of each feature the strengths explain, by model: what is taken off a battle's features for the spread is A's less B's.
    var shares: [[Double]] = []

    /// Sums over the battles.
    struct Sums: Sendable {
        /// The sum of each group's scores.
        fileprivate(set) var slopes: [Double] = []
        /// The sum of all scores times each feature.
        fileprivate(set) var featureSlopes: [Double]
        /// See ``Wanted``; without groups where it was not asked for.
        fileprivate(set) var information: FeatureSquares
        /// See ``Wanted``; without groups where it was not asked for.
        fileprivate(set) var spread: FeatureSquares

        fileprivate init(featureCount: Int, groupCount: Int) {
            slopes.reserveCapacity(groupCount)
            featureSlopes = Array(repeating: 0, count: featureCount)
            information = FeatureSquares(featureCount: featureCount, groupCount: groupCount)
            spread = information
        }

        fileprivate mutating func append(_ other: Sums) {
            slopes += other.slopes
            for place in featureSlopes.indices { featureSlopes[place] += other.featureSlopes[place] }
            information.append(other.information)
            spread.append(other.spread)
        }
    }

    /// The sums of scores, and what else is wanted.
    func sums(_ wanted: Wanted = []) -> Sums {
        let parts = Parallel.map(groups.stretches.count) { self.sums(of: groups.stretches[$0], wanted) }
        var sums = Sums(featureCount: groups.featureCount, groupCount: groups.groups.count)
        for part in parts { sums.append(part) }
        return sums
    }

    private func sums(of stretch: FeatureGroups.Stretch, _ wanted: Wanted) -> Sums {
        let count = groups.featureCount
        var sums = Sums(featureCount: count, groupCount: stretch.groups.count)
        var information = sums.information
        var spread = sums.spread
        var featureStorage = Array(repeating: Block.zero, count: count)
        var slopeStorage = featureStorage
        var restStorage = featureStorage
        let wantsSpread = !wanted.isDisjoint(with: [.spread, .expectedSpread])
        do {
            let (values, weights, scores) = (stretch.values.span, stretch.weights.span, stretch.scores.span)
            let (means, remainders) = (means.span, remainders.span)
            let (scales, coefficients) = (scales.span, coefficients.span)
            var rests = restStorage.mutableSpan
            var features = featureStorage.mutableSpan
            var featureSlopes = slopeStorage.mutableSpan
            for group in groups.groups[stretch.groups] {
                let difference = strengths[group.a] - strengths[group.b]
                var slopeSum = Block.zero
                for block in group.blocks {
                    var logOdds = Block(repeating: difference)
                    for feature in 0..<count {
                        let raw = values[block &* count &+ feature]
                        let standard = (raw - means[feature] - remainders[feature]) * scales[feature]
                        features[feature] = standard
                        logOdds += standard * coefficients[feature]
                    }
                    let outlook = Outlook(difference: logOdds)
                    let weight = weights[block] * group.weight
                    // Not score − chance, which cancels where a battle went as it was sure to.
                    let score = Block(scores[block])
                    let slope = weight * (score * outlook.second - (1 - score) * outlook.first)
                    slopeSum += slope
                    for feature in 0..<count { featureSlopes[feature] += slope * features[feature] }
                    if wanted.contains(.information) {
                        information.add(weight * outlook.likely * outlook.unlikely, features.span)
                    }
                    guard wantsSpread else { continue }
                    for feature in 0..<count {
                        rests[feature] = features[feature] - (shares[feature][group.a] - shares[feature][group.b])
                    }
                    let square =
                        wanted.contains(.spread) ? slope * slope : weight * weight * outlook.likely * outlook.unlikely
                    spread.add(square, rests.span)
                }
                sums.slopes.append(slopeSum.sum())
                if wanted.contains(.information) { information.endGroup() }
                if wantsSpread { spread.endGroup() }
            }
        }
        information.end()
        spread.end()
        sums.featureSlopes = slopeStorage.map { $0.sum() }
        (sums.information, sums.spread) = (information, spread)
        return sums
    }
}
