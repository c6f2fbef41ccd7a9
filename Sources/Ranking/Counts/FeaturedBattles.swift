/// Battles one by one with values of features beside their outcomes, as style control needs them.
///
/// A feature is a number that says how the two responses differ, A's less B's, such as in length; or that A has the better
/// side.
public struct FeaturedBattles: Sendable {
    /// The features' names, in order.
    public let features: [String]
    /// The number of models, those without a battle included.
    public private(set) var modelCount: Int

    private(set) var pairs: [UInt64] = []
    private(set) var outcomes: [Outcome] = []
    private(set) var weights: [Double] = []
    /// Battle after battle, each with a value for every feature.
    private(set) var values: [Double] = []

    /// The number of battles.
    public var count: Int { pairs.count }

    /// No battles of models `0 ..< modelCount`.
    public init(features: [String], modelCount: Int) {
        precondition(modelCount >= 0 && modelCount <= Int(Int32.max), "modelCount must fit 0 ... 2³¹−1")
        self.features = features
        self.modelCount = modelCount
    }

    /// Makes room for models up to index `modelCount - 1`; never shrinks.
    public mutating func ensure(modelCount: Int) {
        precondition(modelCount <= Int(Int32.max), "modelCount must fit 0 ... 2³¹−1")
        self.modelCount = max(self.modelCount, modelCount)
    }

    /// Adds a battle of model `a` (shown as A) against `b`, with a finite value for each feature.
    public mutating func add(a: Int, b: Int, outcome: Outcome, values: [Double], weight: Double = 1) {
        precondition(a != b && a >= 0 && b >= 0 && a < modelCount && b < modelCount, "two models of the battles'")
        precondition(values.count == features.count, "every feature has a value")
        precondition(
            weight >= 0 && weight.isFinite && values.allSatisfy(\.isFinite),
            "weights and values are finite, weights not negative"
        )
        pairs.append(UInt64(a) << 32 | UInt64(b))
        outcomes.append(outcome)
        weights.append(weight)
        self.values.append(contentsOf: values)
    }

    /// Adds many battles of weight 1.
    ///
    /// - Parameters:
    ///   - values: those of all the battles, one battle after the other.
    ///   - forEach: hands over the battles, some at a time.
    package mutating func add(
        count: Int,
        values new: [Double],
        _ forEach: ((Span<PairOutcome>) -> Void) -> Void
    ) {
        precondition(new.count == count * features.count, "every feature has a value")
        precondition(new.allSatisfy(\.isFinite), "values are finite")
        let (modelCount, before) = (modelCount, self.count)
        pairs.reserveCapacity(before + count)
        outcomes.reserveCapacity(before + count)
        forEach { battles in
            for index in battles.indices {
                let battle = battles[index]
                let (a, b) = (Int(battle.a), Int(battle.b))
                precondition(
                    a != b && a >= 0 && b >= 0 && a < modelCount && b < modelCount,
                    "two models of the battles'"
                )
                pairs.append(UInt64(a) << 32 | UInt64(b))
                outcomes.append(Outcome.allCases[Int(battle.code & 3)])
            }
        }
        precondition(self.count == before + count, "as many battles as were told")
        weights.append(contentsOf: repeatElement(1, count: count))
        if values.isEmpty { values = new } else { values.append(contentsOf: new) }
    }

    /// Gives each battle a weight, finite and not negative, in place of the one it has.
    public mutating func weigh(_ weights: [Double]) {
        precondition(weights.count == count, "a weight for every battle")
        precondition(weights.allSatisfy { $0 >= 0 && $0.isFinite }, "weights are finite and not negative")
        self.weights = weights
    }

    /// The same battles with weights of mean 1 over those among `models`, which are to be rated.
    public func normalised(among models: [Int]) -> FeaturedBattles {
        var isRated = [Bool](repeating: false, count: modelCount)
        for model in models { isRated[model] = true }
        let fitted = pairs.indices.filter { isRated[Int(pairs[$0] >> 32)] && isRated[Int(pairs[$0] & 0xFFFF_FFFF)] }
        let sum = fitted.reduce(0) { $0 + weights[$1] }
        guard sum > 0 else { return self }
        var scaled = self
        scaled.weights = weights.map { $0 * Double(fitted.count) / sum }
        return scaled
    }

    /// The same battles with model `i` called `newIndex[i]`; the new indices are all different.
    public func relabelled(by newIndex: [Int], modelCount: Int) -> FeaturedBattles {
        precondition(newIndex.count == self.modelCount && modelCount >= newIndex.count, "every model has a new index")
        var moved = self
        moved.modelCount = modelCount
        moved.pairs = pairs.map { UInt64(newIndex[Int($0 >> 32)]) << 32 | UInt64(newIndex[Int($0 & 0xFFFF_FFFF)]) }
        return moved
    }

    /// The same battles without the features that are zero in all of those among `members`, of which nothing can be learnt.
    func withoutSilentFeatures(among members: [Int]) -> FeaturedBattles {
        let width = features.count
        var isMember = [Bool](repeating: false, count: modelCount)
        for member in members { isMember[member] = true }
        var speaks = [Bool](repeating: false, count: width)
        for (battle, pair) in pairs.enumerated() {
            guard speaks.contains(false) else { break }
            guard isMember[Int(pair >> 32)], isMember[Int(pair & 0xFFFF_FFFF)] else { continue }
            for feature in 0..<width where values[battle * width + feature] != 0 { speaks[feature] = true }
        }
        guard speaks.contains(false) else { return self }
        return rearranged(features.indices.filter { speaks[$0] }.map { (features[$0], $0) })
    }

    /// The same battles with other features, each one of these, or 1 in every battle where it is none of them.
    public func rearranged(_ sources: [(name: String, feature: Int?)]) -> FeaturedBattles {
        let width = features.count
        var other = FeaturedBattles(features: sources.map(\.name), modelCount: modelCount)
        other.pairs = pairs
        other.outcomes = outcomes
        other.weights = weights
        other.values.reserveCapacity(count * sources.count)
        for battle in 0..<count {
            for source in sources {
                other.values.append(source.feature.map { values[battle * width + $0] } ?? 1)
            }
        }
        return other
    }

    /// (a − b)/(a + b), the difference of two counts as style control takes it: from −1 to 1, and 0 where neither side has any.
    public static func normalizedDifference(_ a: Double, _ b: Double) -> Double {
        a + b > 0 ? (a - b) / (a + b) : 0
    }

    /// The battles without their features.
    public var counts: PairCounts {
        var counts = PairCounts(modelCount: modelCount)
        if modelCount <= PairTable.limit {
            var table = PairTable(modelCount: modelCount)
            for (pair, outcome) in zip(pairs, outcomes) { table.add(Int(pair >> 32), Int(pair & 0xFFFF_FFFF), outcome) }
            table.add(to: &counts, numbers: Array(0..<modelCount))
        } else {
            for (pair, outcome) in zip(pairs, outcomes) {
                counts.add(a: Int(pair >> 32), b: Int(pair & 0xFFFF_FFFF), outcome: outcome)
            }
        }
        return counts
    }
}
