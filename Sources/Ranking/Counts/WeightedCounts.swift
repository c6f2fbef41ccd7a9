/// Battles with weights of their own, counted by pair, outcome and weight.
///
/// A fit and its sandwich need the sums of weights and of their squares, a bootstrap how many battles have each weight. It is what
/// a slice of a log can be reduced to and merged from.
///
/// ```swift
/// var counts = WeightedCounts(modelCount: 3)
/// counts.add(a: 0, b: 1, outcome: .modelA, probability: 0.25)  // weight 4
/// let analysis = try RatingAnalysis(weighted: counts.normalised(among: ComparisonGraph(counts.counts).rankable))
/// ```
public struct WeightedCounts: Sendable, Equatable {
    /// The battles, each counted once: who met whom, and so who can be rated.
    public private(set) var counts: PairCounts
    /// The least and the largest weight of a battle; nil while there is none.
    public private(set) var range: ClosedRange<Double>?
    private var numbers: [WeightGroup.Key: Int64] = [:]

    /// Probabilities of draws from the least that a weight can be made of, one in ten thousand million, to certainty.
    ///
    /// Beside a battle that weighs 10¹⁰ times as much as another, sums of `Double` still know the other.
    public static let probabilities = 1e-10...1.0

    /// No battles of models `0 ..< modelCount`.
    public init(modelCount: Int) {
        counts = PairCounts(modelCount: modelCount)
    }

    /// The number of models, those without a battle included.
    public var modelCount: Int { counts.modelCount }

    /// Makes room for models up to index `modelCount - 1`; never shrinks.
    public mutating func ensure(modelCount: Int) { counts.ensure(modelCount: modelCount) }

    /// Adds a battle of model `a` (shown as A) against `b` that weighs `weight`, a finite number above 0.
    public mutating func add(a: Int, b: Int, outcome: Outcome, weight: Double) {
        precondition(weight > 0 && weight.isFinite, "weights are finite and above 0")
        counts.add(a: a, b: b, outcome: outcome)
        let ending = WeightGroup.Ending(a < b ? outcome : outcome.swapped)
        numbers[WeightGroup.Key(first: min(a, b), second: max(a, b), ending: ending, weight: weight), default: 0] += 1
        range = Self.joined(range, weight...weight)
    }

    /// Adds a battle that weighs the inverse of the probability with which its pair was drawn: each pair then counts as if all had
    /// been equally likely (Horvitz and Thompson 1952).
    ///
    /// - Parameters:
    ///   - a: the model shown as A.
    ///   - b: the model shown as B.
    ///   - outcome: who won.
    ///   - probability: one of ``probabilities``.
    public mutating func add(a: Int, b: Int, outcome: Outcome, probability: Double) {
        precondition(Self.probabilities.contains(probability), "a probability from 10⁻¹⁰ to 1")
        add(a: a, b: b, outcome: outcome, weight: 1 / probability)
    }

    /// Adds the battles of other counts, of the same models.
    public mutating func merge(_ other: WeightedCounts) {
        counts.ensure(modelCount: other.modelCount)
        counts.merge(other.counts)
        numbers.merge(other.numbers, uniquingKeysWith: +)
        range = Self.joined(range, other.range)
    }

    /// The same battles with model `i` called `newIndex[i]`; `newIndex` is a permutation of `0 ..< modelCount`.
    public func relabelled(by newIndex: [Int]) -> WeightedCounts {
        var moved = self
        moved.counts = counts.relabelled(by: newIndex)
        moved.numbers = Dictionary(
            uniqueKeysWithValues: numbers.map { ($0.relabelled(newIndex[$0.first], newIndex[$0.second]), $1) }
        )
        return moved
    }

    /// The same battles with weights of mean 1; exactly 1 where all are equal.
    ///
    /// Ratings and sandwich errors do not change by a factor common to all weights; those of the inverse Hessian, and what a
    /// ridge means, do.
    public var normalised: WeightedCounts { normalised(among: Array(0..<modelCount)) }

    /// The same battles with weights of mean 1 over those among `models`, which are to be rated: the others, however they weigh, then change
    /// nothing.
    public func normalised(among models: [Int]) -> WeightedCounts {
        var isRated = [Bool](repeating: false, count: modelCount)
        for model in models { isRated[model] = true }
        func isFitted(_ first: Int, _ second: Int) -> Bool { isRated[first] && isRated[second] }
        let fitted = counts.cells.reduce(Int64(0)) { isFitted($1.first, $1.second) ? $0 + $1.battles : $0 }
        let weight = cells.reduce(0) { isFitted($1.first, $1.second) ? $0 + $1.weight : $0 }
        guard let range, fitted > 0 else { return self }
        let scale = Double(fitted) / weight
        let isEqual = range.lowerBound == range.upperBound
        var scaled = self
        scaled.numbers = Dictionary(
            numbers.map { ($0.weighing(isEqual ? 1 : $0.weight * scale), $1) },
            uniquingKeysWith: +
        )
        scaled.range = isEqual ? 1...1 : (range.lowerBound * scale)...(range.upperBound * scale)
        return scaled
    }

    /// The sums by pair, ascending; counts times the weight, exactly, where all battles weigh the same.
    public var cells: [WeightedCell] {
        if let range, range.lowerBound == range.upperBound {
            return counts.cells.map { WeightedCell($0, weight: range.lowerBound) }
        }
        return groups.cells
    }

    /// The battles of each pair, outcome and weight, ascending.
    var groups: [WeightGroup] {
        numbers.map { WeightGroup(key: $0, count: $1) }.sorted { $0.key < $1.key }
    }

    private static func joined(_ one: ClosedRange<Double>?, _ other: ClosedRange<Double>?) -> ClosedRange<Double>? {
        guard let one, let other else { return one ?? other }
        return min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
    }
}
