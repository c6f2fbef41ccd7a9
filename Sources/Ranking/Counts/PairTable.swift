/// Counts of battles between a few models, all pairs in one table: four times as fast to count in as ``PairCounts``.
package struct PairTable: Sendable {
    /// The most models that a table of a few megabytes has room for.
    package static let limit = 1 << 10

    @usableFromInline let modelCount: Int
    @usableFromInline var counts: [UInt32]

    /// A table for models `0 ..< modelCount`, at most ``limit``.
    package init(modelCount: Int) {
        precondition(modelCount <= Self.limit, "a few models")
        self.modelCount = modelCount
        counts = Array(repeating: 0, count: modelCount * modelCount * 4)
    }

    /// Counts a battle.
    @inlinable @inline(__always)
    package mutating func add(_ a: Int, _ b: Int, _ outcome: Outcome) {
        counts[(a * modelCount + b) * 4 + Int(outcome.rawValue)] += 1
    }

    /// Adds all that was counted to the counts of models with other numbers.
    package func add(to other: inout PairCounts, numbers: [Int]) {
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
