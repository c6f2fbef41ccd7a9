import Ranking

/// Counts of battles between a few models, all pairs in one table: four times as fast to count in as ``PairCounts``.
struct PairTable {
    /// The most models that a table of a few megabytes has room for.
    static let limit = 1 << 10

    private let modelCount: Int
    private var counts: [UInt32]

    /// A table for models `0 ..< modelCount`, at most ``limit``.
    init(modelCount: Int) {
        precondition(modelCount <= Self.limit, "a few models")
        self.modelCount = modelCount
        counts = Array(repeating: 0, count: modelCount * modelCount * 4)
    }

    /// Counts a battle.
    @inline(__always)
    mutating func add(_ a: Int, _ b: Int, _ outcome: Outcome) {
        counts[(a * modelCount + b) * 4 + Int(outcome.rawValue)] += 1
    }

    /// Adds all that was counted to the counts of models with other numbers.
    func add(to other: inout PairCounts, numbers: [Int]) {
        for a in 0..<modelCount {
            for b in 0..<modelCount {
                for outcome in Outcome.allCases {
                    let count = counts[(a * modelCount + b) * 4 + Int(outcome.rawValue)]
                    if count > 0 { other.add(a: numbers[a], b: numbers[b], outcome: outcome, count: Int64(count)) }
                }
            }
        }
    }
}
