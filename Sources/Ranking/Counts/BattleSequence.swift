/// Battles in the order in which they took place, nine bytes each.
public struct BattleSequence: Sendable {
    /// The number of models, those without a battle included.
    public private(set) var modelCount: Int
    private var pairs: [UInt64] = []
    private var outcomes: [Outcome] = []

    /// No battles of models `0 ..< modelCount`.
    public init(modelCount: Int) {
        precondition(modelCount >= 0 && modelCount <= Int(Int32.max), "modelCount must fit 0 ... 2³¹−1")
        self.modelCount = modelCount
    }

    /// The number of battles.
    public var count: Int { pairs.count }

    /// Makes room for models up to index `modelCount - 1`; never shrinks.
    public mutating func ensure(modelCount: Int) {
        precondition(modelCount <= Int(Int32.max), "modelCount must fit 0 ... 2³¹−1")
        self.modelCount = max(self.modelCount, modelCount)
    }

    /// Adds the next battle, of model `a` (shown as A) against `b`.
    public mutating func append(a: Int, b: Int, outcome: Outcome) {
        precondition(a != b && a >= 0 && b >= 0 && a < modelCount && b < modelCount, "two models of the battles'")
        pairs.append(UInt64(a) << 32 | UInt64(b))
        outcomes.append(outcome)
    }

    /// The battle at a place in the order.
    public subscript(place: Int) -> (a: Int, b: Int, outcome: Outcome) {
        (Int(pairs[place] >> 32), Int(pairs[place] & 0xFFFF_FFFF), outcomes[place])
    }

    /// The battles without their order.
    public var counts: PairCounts {
        var counts = PairCounts(modelCount: modelCount)
        for place in 0..<count { counts.add(a: self[place].a, b: self[place].b, outcome: self[place].outcome) }
        return counts
    }
}
