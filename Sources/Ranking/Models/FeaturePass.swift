/// One pass over battles with features at a point, by all processors: what a Newton step or the middle of a sandwich needs.
///
/// The battles are summed in stretches whose sums are then added in order, so that the bits do not depend on the processors.
struct FeaturePass {
    private typealias Block = FeatureGroups.Block

    /// What a battle's vector is squared with.
    enum Mass {
        /// Its weight times p(1 − p): the information.
        case information
        /// The square of its score: the spread.
        case spread
    }

    let groups: FeatureGroups
    let means: [Double]
    /// One over the features' standard deviations.
    let scales: [Double]
    /// The strength of each model.
    let strengths: [Double]
    /// The coefficients of the standardised features.
    let coefficients: [Double]

    /// Sums over the battles.
    struct Sums: Sendable {
        /// The masses of each group's battles; as the borders, empty where scores alone were asked for.
        var masses: [Double] = []
        /// For each group, its battles' masses times each feature.
        var borders: [Double] = []
        /// The sum of each group's scores.
        var slopes: [Double] = []
        /// The sum of all scores times each feature.
        var featureSlopes: [Double]
        /// The sum of all masses times each two features, the later one first.
        var corner: [Double]

        fileprivate mutating func append(_ other: Sums) {
            masses += other.masses
            borders += other.borders
            slopes += other.slopes
            for place in featureSlopes.indices { featureSlopes[place] += other.featureSlopes[place] }
            for place in corner.indices { corner[place] += other.corner[place] }
        }
    }

    /// The sums of scores and masses, or of scores alone.
    func sums(_ mass: Mass?) -> Sums {
        let count = groups.featureCount
        let parts = Parallel.map(groups.stretches.count) { self.sums(of: groups.stretches[$0], mass) }
        var sums = Sums(
            featureSlopes: Array(repeating: 0, count: count),
            corner: Array(repeating: 0, count: count * (count + 1) / 2)
        )
        for part in parts { sums.append(part) }
        return sums
    }

    private func sums(of stretch: FeatureGroups.Stretch, _ kind: Mass?) -> Sums {
        let count = groups.featureCount
        var featureStorage = Array(repeating: Block.zero, count: count)
        var slopeStorage = featureStorage
        var borderStorage = featureStorage
        var cornerStorage = Array(repeating: Block.zero, count: count * (count + 1) / 2)
        var sums = Sums(featureSlopes: [], corner: [])
        sums.slopes.reserveCapacity(stretch.groups.count)
        if kind != nil {
            sums.masses.reserveCapacity(stretch.groups.count)
            sums.borders.reserveCapacity(stretch.groups.count * count)
        }
        do {
            let (values, weights, scores) = (stretch.values.span, stretch.weights.span, stretch.scores.span)
            let (means, scales, coefficients) = (means.span, scales.span, coefficients.span)
            var features = featureStorage.mutableSpan
            var featureSlopes = slopeStorage.mutableSpan
            var border = borderStorage.mutableSpan
            var corner = cornerStorage.mutableSpan
            for group in groups.groups[stretch.groups] {
                let difference = strengths[group.a] - strengths[group.b]
                var (massSum, slopeSum) = (Block.zero, Block.zero)
                for feature in 0..<count { border[feature] = .zero }
                for block in group.blocks {
                    var logOdds = Block(repeating: difference)
                    for feature in 0..<count {
                        let raw = Block(values[block &* count &+ feature])
                        let standard = (raw - means[feature]) * scales[feature]
                        features[feature] = standard
                        logOdds += standard * coefficients[feature]
                    }
                    let outlook = Outlook(difference: logOdds)
                    let weight = Block(weights[block]) * group.weight
                    let slope = weight * (Block(scores[block]) - outlook.first)
                    slopeSum += slope
                    for feature in 0..<count { featureSlopes[feature] += slope * features[feature] }
                    guard let kind else { continue }
                    let mass = kind == .spread ? slope * slope : weight * outlook.likely * outlook.unlikely
                    massSum += mass
                    var place = 0
                    for feature in 0..<count {
                        let weighed = mass * features[feature]
                        border[feature] += weighed
                        for other in 0...feature {
                            corner[place] += weighed * features[other]
                            place &+= 1
                        }
                    }
                }
                sums.slopes.append(slopeSum.sum())
                guard kind != nil else { continue }
                sums.masses.append(massSum.sum())
                for feature in 0..<count { sums.borders.append(border[feature].sum()) }
            }
        }
        sums.featureSlopes = slopeStorage.map { $0.sum() }
        sums.corner = cornerStorage.map { $0.sum() }
        return sums
    }
}
