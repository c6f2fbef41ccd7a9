/// Counts of battles between a few models, all pairs in one table: four times as fast to count in as ``PairCounts``.
package struct PairTable: Sendable {
    /// The most models that a table of a few megabytes has room for.
    package static let limit = 1 << 10

    private let modelCount: Int
    private var counts: [UInt32]

    /// A table for models `0 ..< modelCount`, at most ``limit``.
    package init(modelCount: Int) {
        precondition(modelCount <= Self.limit, "a few models")
        self.modelCount = modelCount
        counts = Array(repeating: 0, count: modelCount * modelCount * 4)
    }

    /// Counts a battle of `a`, shown as A, against `b`.
    @inline(__always)
    mutating func add(_ a: Int, _ b: Int, _ outcome: Outcome) {
        counts[Self.row(a, b, modelCount) &+ Int(outcome.rawValue)] &+= 1
    }

    /// Counts battles.
    package mutating func add(_ battles: Span<PairOutcome>) {
        let modelCount = modelCount
        var counts = counts.mutableSpan
        for index in battles.indices {
            let battle = battles[index]
            counts[Self.row(Int(battle.a), Int(battle.b), modelCount) &+ Int(battle.code & 3)] &+= 1
        }
    }

    /// Adds all that was counted to the counts of models with other numbers.
    package func add(to other: inout PairCounts, numbers: [Int]) {
        for first in 0..<modelCount {
            for second in first + 1..<modelCount {
                let (one, swapped) = (Self.row(first, second, modelCount), Self.row(second, first, modelCount))
                let cell = PairCounts.Cell(
                    first: numbers[first],
                    second: numbers[second],
                    firstWins: Int64(counts[one]) + Int64(counts[swapped + 1]),
                    secondWins: Int64(counts[one + 1]) + Int64(counts[swapped]),
                    ties: Int64(counts[one + 2]) + Int64(counts[swapped + 2]),
                    bothBad: Int64(counts[one + 3]) + Int64(counts[swapped + 3])
                )
                if !cell.isZero { other.insert(cell.first < cell.second ? cell : cell.swapped) }
            }
        }
    }

    /// Where the four counts of `a` shown as A against `b` are.
    @inline(__always)
    private static func row(_ a: Int, _ b: Int, _ modelCount: Int) -> Int { (a &* modelCount &+ b) &* 4 }
}
