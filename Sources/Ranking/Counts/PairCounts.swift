/// How often each pair of models met and how those battles ended: all that a Bradley-Terry fit needs of the log.
///
/// Models are indices `0 ..< modelCount`. The counts are exact integers and form a group: what was added can be taken back
/// with a negative count, and sums over shards or slices are sums of counts. Memory is proportional to the pairs met.
public struct PairCounts: Sendable {
    /// The number of models, those without a battle included.
    public private(set) var modelCount: Int
    /// The number of battles counted.
    public private(set) var total: Int64 = 0
    /// The pairs in the order first met, `first` in the upper half; a pair whose counts went back to zero keeps its place.
    private var pairs: [UInt64] = []
    /// Four counts a pair, in the order of `Outcome`'s raw values with `first` as A.
    private var counts: [Int64] = []
    /// Open addressing from a pair to its place in `pairs`; `vacant` marks a free slot.
    private var slots: [Int32]
    private var hashShift: UInt64

    private static let vacant: Int32 = -1
    private static let initialBits = 6

    /// No battles among `modelCount` models.
    public init(modelCount: Int) {
        precondition(modelCount >= 0 && modelCount <= Int(Int32.max), "modelCount must fit 0 ... 2³¹−1")
        self.modelCount = modelCount
        slots = Array(repeating: Self.vacant, count: 1 << Self.initialBits)
        hashShift = UInt64(64 - Self.initialBits)
    }

    /// Makes room for models up to index `modelCount - 1`; never shrinks.
    public mutating func ensure(modelCount: Int) {
        precondition(modelCount <= Int(Int32.max), "modelCount must fit 0 ... 2³¹−1")
        self.modelCount = max(self.modelCount, modelCount)
    }

    /// Counts `count` battles of model `a` (shown as A) against model `b` that ended in `outcome`.
    ///
    /// A negative count takes battles back. A battle of a model with itself is a programmer's error: refuse it where it is read.
    public mutating func add(a: Int, b: Int, outcome: Outcome, count: Int64 = 1) {
        precondition(a != b, "a model cannot battle itself")
        precondition(a >= 0 && b >= 0 && a < modelCount && b < modelCount, "model index out of range")
        let place = place(first: min(a, b), second: max(a, b))
        let outcome = a < b ? outcome : outcome.swapped
        counts[place * 4 + Int(outcome.rawValue)] += count
        total += count
    }

    /// Counts battles.
    package mutating func add(_ battles: Span<PairOutcome>) {
        for index in battles.indices {
            let battle = battles[index]
            add(a: Int(battle.a), b: Int(battle.b), outcome: Outcome.allCases[Int(battle.code & 3)])
        }
    }

    /// Adds all battles of `other`, whose indices name the same models.
    public mutating func merge(_ other: PairCounts) {
        ensure(modelCount: other.modelCount)
        for place in other.pairs.indices { insert(other.cell(at: place)) }
    }

    /// Adds a cell whose indices are known to be in range and in order.
    mutating func insert(_ cell: Cell) {
        let place = place(first: cell.first, second: cell.second)
        counts[place * 4] += cell.firstWins
        counts[place * 4 + 1] += cell.secondWins
        counts[place * 4 + 2] += cell.ties
        counts[place * 4 + 3] += cell.bothBad
        total += cell.battles
    }

    /// The pairs with a count other than zero, ascending by `first`, then `second`.
    public var cells: [Cell] {
        placesInOrder().lazy.map(cell(at:)).filter { !$0.isZero }
    }

    /// The pairs with a place in the counts, in the order first met, `first` in the upper half; those that went back to
    /// zero included.
    var pairsMet: [UInt64] { pairs }

    /// Whether more battles were taken back than added in some cell, which no consistent log does.
    public var hasNegativeCounts: Bool { counts.contains { $0 < 0 } }

    /// The battles of one model.
    public func tally(of model: Int) -> Tally {
        precondition(model >= 0 && model < modelCount, "model index out of range")
        var tally = Tally()
        for place in pairs.indices {
            let cell = cell(at: place)
            if cell.first == model { tally.add(cell) }
            if cell.second == model { tally.add(cell.swapped) }
        }
        return tally
    }

    /// The battles of every model, by index.
    public func tallies() -> [Tally] { cells.tallies(modelCount: modelCount) }

    /// The battles of a pair by its place in ``pairsMet``.
    @inline(__always)
    func cell(at place: Int) -> Cell {
        Cell(
            first: Int(pairs[place] >> 32),
            second: Int(pairs[place] & 0xFFFF_FFFF),
            firstWins: counts[place * 4],
            secondWins: counts[place * 4 + 1],
            ties: counts[place * 4 + 2],
            bothBad: counts[place * 4 + 3]
        )
    }

    /// Where the pair stands in `pairs`, appended with zero counts when it was not met before.
    mutating func place(first: Int, second: Int) -> Int {
        let pair = UInt64(truncatingIfNeeded: first) << 32 | UInt64(truncatingIfNeeded: second)
        var probe = hash(pair)
        while slots[probe] != Self.vacant {
            let place = Int(slots[probe])
            if pairs[place] == pair { return place }
            probe = (probe + 1) & (slots.count - 1)
        }
        slots[probe] = Int32(pairs.count)
        pairs.append(pair)
        counts += [0, 0, 0, 0]
        if pairs.count * 2 > slots.count { rehash() }
        return pairs.count - 1
    }

    private func hash(_ pair: UInt64) -> Int {
        Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) &>> hashShift)
    }

    private mutating func rehash() {
        hashShift -= 1
        slots = Array(repeating: Self.vacant, count: slots.count * 2)
        for (place, pair) in pairs.enumerated() {
            var probe = hash(pair)
            while slots[probe] != Self.vacant { probe = (probe + 1) & (slots.count - 1) }
            slots[probe] = Int32(place)
        }
    }

    /// The places of the pairs, ascending by pair: two counting passes, linear in pairs and models, for boards are refitted often.
    private func placesInOrder() -> [Int] {
        let bySecond = placesSorted(Array(pairs.indices)) { Int(pairs[$0] & 0xFFFF_FFFF) }
        return placesSorted(bySecond) { Int(pairs[$0] >> 32) }
    }

    @inline(__always)
    private func placesSorted(_ places: [Int], by model: (Int) -> Int) -> [Int] {
        var offsets = Array(repeating: 0, count: modelCount + 1)
        for place in places { offsets[model(place) + 1] += 1 }
        for index in 0..<modelCount { offsets[index + 1] += offsets[index] }
        var sorted = places
        for place in places {
            let index = model(place)
            sorted[offsets[index]] = place
            offsets[index] += 1
        }
        return sorted
    }
}

extension PairCounts: Equatable {
    /// Whether both count the same battles of the same number of models, however they came about.
    public static func == (left: PairCounts, right: PairCounts) -> Bool {
        left.modelCount == right.modelCount && left.total == right.total && left.cells == right.cells
    }
}
