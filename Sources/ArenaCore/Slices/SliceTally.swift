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
        var tallies = [self]
        Self.follow(&tallies, columns)
        self = tallies[0]
    }

    /// The tallies of many slices, made in one pass over the battles.
    public static func tallies(of slices: [Slice], in columns: BattleColumns) -> [SliceTally] {
        var tallies = slices.map(SliceTally.init)
        follow(&tallies, columns)
        return tallies
    }

    /// Brings tallies that stand at the same place up to the columns' end.
    private static func follow(_ tallies: inout [SliceTally], _ columns: BattleColumns) {
        let start = tallies.first?.place ?? 0
        // For battles of some traits, the slices that they are in.
        let members = columns.traits.map { traits in tallies.indices.filter { tallies[$0].slice.holds(traits) } }
        let excludesTies = tallies.map(\.slice.excludesTies)
        for index in tallies.indices {
            tallies[index].counts.ensure(modelCount: columns.modelCount)
            tallies[index].elo.ensure(modelCount: columns.modelCount)
        }
        columns.forEach(from: start) { a, b, outcome, traits in
            for index in members[traits]
            where tallies[index].slice.holds(outcome, excludesTies: excludesTies[index]) {
                tallies[index].counts.add(a: a, b: b, outcome: outcome)
                tallies[index].elo.record(a: a, b: b, outcome: outcome)
            }
        }
        for index in tallies.indices {
            tallies[index].place = columns.count
            tallies[index].withdrawals = columns.withdrawals
        }
    }
}
