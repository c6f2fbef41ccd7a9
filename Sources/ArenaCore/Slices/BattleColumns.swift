public import Ranking

/// Battles with what puts them into slices, column by column: what boards of any part of a history are made from.
///
/// Models are numbered by whoever adds battles. Each battle takes about 20 bytes, and 8 more for each feature.
public struct BattleColumns: Sendable {
    /// The names of the features that battles may have values of.
    public let features: [String]
    /// The number of models, those without a battle included.
    public private(set) var modelCount = 0
    /// The different traits met.
    public private(set) var traits: [Traits] = []
    /// Counted up whenever a battle stopped or began to count again.
    private(set) var withdrawals = 0

    private var numbers: [Traits: Int32] = [:]
    private var pairs: [UInt64] = []
    private var outcomes: [Outcome] = []
    private var traitNumbers: [Int32] = []
    private var seqs: [Int64] = []
    /// A value for each battle and feature, NaN where it is not known; empty while none is known at all.
    private var values: [Double] = []
    /// The probability of each battle's draw, NaN where it is not known; empty while none is known at all.
    private var probabilities: [Double] = []
    private var excluded: Set<Int> = []

    /// No battles.
    public init(features: [String] = []) { self.features = features }

    /// Whether the features of any battle are known.
    public var hasValues: Bool { !values.isEmpty }

    /// The number of battles, those that do not count included.
    public var count: Int { pairs.count }

    /// The number of traits, given to them now if they are new.
    public mutating func number(of traits: Traits) -> Int32 {
        if let number = numbers[traits] { return number }
        let number = Int32(self.traits.count)
        self.traits.append(traits)
        numbers[traits] = number
        return number
    }

    /// Adds a battle of model `a` (shown as A) against `b`.
    ///
    /// - Parameters:
    ///   - seq: above that of every battle before.
    ///   - traits: the number that ``number(of:)`` gave.
    ///   - values: one for each feature; nil where they are not known.
    ///   - probability: with which its pair was drawn; nil where it is not known.
    public mutating func add(
        seq: Int64,
        a: Int,
        b: Int,
        outcome: Outcome,
        traits: Int32,
        values new: [Double]? = nil,
        probability: Double? = nil
    ) {
        precondition(a != b && a >= 0 && b >= 0, "a battle is between two models")
        precondition(seqs.last.map { $0 < seq } ?? true, "battles come in order")
        if let new {
            precondition(new.count == features.count, "every feature has a value")
            if values.isEmpty { values = Array(repeating: .nan, count: count * features.count) }
            values += new
        } else if !values.isEmpty {
            values += repeatElement(.nan, count: features.count)
        }
        if probability != nil && probabilities.isEmpty { probabilities = Array(repeating: .nan, count: count) }
        if probability != nil || !probabilities.isEmpty { probabilities.append(probability ?? .nan) }
        modelCount = max(modelCount, max(a, b) + 1)
        pairs.append(UInt64(a) << 32 | UInt64(b))
        outcomes.append(outcome)
        traitNumbers.append(traits)
        seqs.append(seq)
    }

    /// Takes a battle out, or back in; one that is not here changes nothing.
    public mutating func set(excluded isExcluded: Bool, seq: Int64) {
        guard let place = place(of: seq) else { return }
        let changed = isExcluded ? excluded.insert(place).inserted : excluded.remove(place) != nil
        if changed { withdrawals += 1 }
    }

    /// The battles that count in each language and category, with how many there are.
    public func overview() -> SliceOverview {
        var byTraits = [Int](repeating: 0, count: traits.count)
        var decided = 0
        for place in pairs.indices where !excluded.contains(place) {
            byTraits[Int(traitNumbers[place])] += 1
            if outcomes[place] == .modelA || outcomes[place] == .modelB { decided += 1 }
        }
        return SliceOverview(traits: traits, battles: byTraits, decided: decided)
    }

    /// The battles of a slice whose features are all known.
    ///
    /// - Parameters:
    ///   - names: the features that count; nil for all. The others are zero then.
    ///   - weighsByDraw: whether each weighs by the inverse of its draw's probability; those without one are then
    ///     left out.
    public func featured(of slice: Slice, by names: [String]? = nil, weighsByDraw: Bool = false) -> FeaturedBattles {
        var featured = FeaturedBattles(features: features, modelCount: modelCount)
        let counting = features.indices.filter { names?.contains(features[$0]) ?? true }
        guard counting.isEmpty || !values.isEmpty else { return featured }
        let holds = traits.map(slice.holds)
        let excludesTies = slice.excludesTies
        let width = features.count
        var weights: [Double] = []
        for place in pairs.indices {
            guard holds[Int(traitNumbers[place])], slice.holds(outcomes[place], excludesTies: excludesTies),
                !excluded.contains(place), !weighsByDraw || hasProbability(place)
            else { continue }
            var row = Array(repeating: Double(0), count: width)
            for feature in counting { row[feature] = values[place * width + feature] }
            guard !row.contains(where: \.isNaN) else { continue }
            featured.add(
                a: Int(pairs[place] >> 32),
                b: Int(pairs[place] & 0xFFFF_FFFF),
                outcome: outcomes[place],
                values: row
            )
            if weighsByDraw { weights.append(1 / probabilities[place]) }
        }
        if weighsByDraw { featured.weigh(weights) }
        return featured
    }

    private func hasProbability(_ place: Int) -> Bool {
        !probabilities.isEmpty && WeightedCounts.probabilities.contains(probabilities[place])
    }

    /// The battles of a slice, each with the inverse of its draw's probability for a weight; those without one are left out.
    ///
    /// - Parameter places: where the models stand among `modelCount` others.
    public func weighted(of slice: Slice, places: [Int], modelCount: Int) -> WeightedCounts {
        var weighted = WeightedCounts(modelCount: modelCount)
        guard !probabilities.isEmpty else { return weighted }
        let holds = traits.map(slice.holds)
        let excludesTies = slice.excludesTies
        for place in pairs.indices
        where holds[Int(traitNumbers[place])] && slice.holds(outcomes[place], excludesTies: excludesTies)
            && !excluded.contains(place) && hasProbability(place)
        {
            weighted.add(
                a: places[Int(pairs[place] >> 32)],
                b: places[Int(pairs[place] & 0xFFFF_FFFF)],
                outcome: outcomes[place],
                probability: probabilities[place]
            )
        }
        return weighted
    }

    /// The battles of a slice in their order.
    ///
    /// - Parameter places: where the models stand among `modelCount` others.
    public func sequence(of slice: Slice, places: [Int], modelCount: Int) -> BattleSequence {
        var battles = BattleSequence(modelCount: modelCount)
        let holds = traits.map(slice.holds)
        let excludesTies = slice.excludesTies
        forEach(from: 0) { a, b, outcome, traits in
            guard holds[traits], slice.holds(outcome, excludesTies: excludesTies) else { return }
            battles.append(a: places[a], b: places[b], outcome: outcome)
        }
        return battles
    }

    /// Goes through the battles that count from a place on.
    @inline(__always)
    func forEach(from start: Int, _ body: (_ a: Int, _ b: Int, _ outcome: Outcome, _ traits: Int) -> Void) {
        let hasExcluded = !excluded.isEmpty
        for place in start..<pairs.count {
            if hasExcluded && excluded.contains(place) { continue }
            body(
                Int(pairs[place] >> 32),
                Int(pairs[place] & 0xFFFF_FFFF),
                outcomes[place],
                Int(traitNumbers[place])
            )
        }
    }

    /// Goes through who met, also in battles that do not count.
    @inline(__always)
    func forEachPair(_ body: (_ a: Int, _ b: Int) -> Void) {
        for pair in pairs { body(Int(pair >> 32), Int(pair & 0xFFFF_FFFF)) }
    }

    /// Goes through the battles of a slice that count, some at a time, with a number that comes with each battle.
    ///
    /// - Parameter numbers: one for every battle.
    func forEachStretch(of slice: Slice, _ numbers: [Int32], _ body: (Span<PairOutcome>, Span<Int32>) -> Void) {
        precondition(numbers.count == count, "every battle has a number")
        let holds = traits.map { slice.holds($0) ? 1 : 0 }
        let holdsOutcome = Outcome.allCases.map { slice.holds($0, excludesTies: slice.excludesTies) ? 1 : 0 }
        let hasExcluded = !excluded.isEmpty
        let length = 1 << 12
        var battles = Array(repeating: PairOutcome(a: 0, b: 0, code: 0), count: length)
        var own = Array<Int32>(repeating: 0, count: length)
        for start in stride(from: 0, to: count, by: length) {
            var kept = 0
            do {
                let (pairs, codes, traits, numbers) = (pairs.span, outcomes.span, traitNumbers.span, numbers.span)
                var battles = battles.mutableSpan
                var own = own.mutableSpan
                for place in start..<min(start + length, count) {
                    // Written in any case, since no processor foresees which are kept.
                    let code = codes[place].rawValue
                    battles[kept].a = Int32(truncatingIfNeeded: pairs[place] >> 32)
                    battles[kept].b = Int32(truncatingIfNeeded: pairs[place])
                    battles[kept].code = code
                    own[kept] = numbers[place]
                    if hasExcluded && excluded.contains(place) { continue }
                    kept &+= holds[Int(traits[place])] & holdsOutcome[Int(code)]
                }
            }
            body(battles.span.extracting(0..<kept), own.span.extracting(0..<kept))
        }
    }

    private func place(of seq: Int64) -> Int? {
        var (low, high) = (0, seqs.count)
        while low < high {
            let middle = (low + high) / 2
            if seqs[middle] < seq { low = middle + 1 } else { high = middle }
        }
        return low < seqs.count && seqs[low] == seq ? low : nil
    }
}
