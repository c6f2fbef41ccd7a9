public import Ranking

/// The counts and Elo ratings of a slice, which follow the battles as they are added.
public struct SliceTally: Sendable {
    /// Which battles.
    public let slice: Slice
    /// Their counts.
    public private(set) var counts = PairCounts(modelCount: 0)
    /// Their sequential Elo ratings.
    public private(set) var elo = Elo(modelCount: 0)

    private var place = 0
    private var withdrawals = 0

    /// The tally of a slice, of no battles yet.
    public init(of slice: Slice) { self.slice = slice }

    /// Counts what was added since the last time; everything again when battles were taken out or back in.
    public mutating func follow(_ columns: BattleColumns) {
        if withdrawals != columns.withdrawals { self = SliceTally(of: slice) }
        let members = columns.traits.map(slice.holds)
        let excludesTies = slice.excludesTies
        counts.ensure(modelCount: columns.modelCount)
        elo.ensure(modelCount: columns.modelCount)
        columns.forEach(from: place) { a, b, outcome, traits in
            guard members[traits], slice.holds(outcome, excludesTies: excludesTies) else { return }
            counts.add(a: a, b: b, outcome: outcome)
            elo.record(a: a, b: b, outcome: outcome)
        }
        stand(at: columns)
    }

    /// The tallies of many slices.
    public static func tallies(of slices: [Slice], in columns: BattleColumns) -> [SliceTally] {
        var pairs = PairNumbers(modelCount: columns.modelCount)
        var numbers: [Int32] = []
        numbers.reserveCapacity(columns.count)
        columns.forEachPair { a, b in numbers.append(pairs.number(a: a, b: b)) }
        return Parallel.map(slices.count) { [pairs, numbers] in
            SliceTally(of: slices[$0], in: columns, pairs, numbers)
        }
    }

    /// The tally of a slice of battles whose pairs have numbers.
    private init(of slice: Slice, in columns: BattleColumns, _ pairs: PairNumbers, _ numbers: [Int32]) {
        self.slice = slice
        var table = Array<Int32>(repeating: 0, count: 4 * pairs.count)
        var elo = Elo(modelCount: columns.modelCount)
        columns.forEachStretch(of: slice, numbers) { battles, numbers in
            PairNumbers.count(battles, numbers, in: &table)
            elo.record(battles)
        }
        counts = pairs.counts(table)
        self.elo = elo
        stand(at: columns)
    }

    private mutating func stand(at columns: BattleColumns) {
        place = columns.count
        withdrawals = columns.withdrawals
    }
}
