import Ranking

/// The battles of some of a plain file's records.
struct PlainPart {
    /// The longest record, in bytes, that is plain.
    static let recordLimit = 1 << 20

    var names = PlainNames()
    private(set) var codes: [UInt32] = []
    private(set) var values: [Double] = []

    /// Makes room for the battles of so many bytes.
    init(bytes: Int, featureCount: Int) {
        codes.reserveCapacity(bytes / 24)
        values.reserveCapacity(bytes / 24 * featureCount)
    }

    /// Adds a battle.
    @inline(__always)
    mutating func add(_ modelA: UInt32, _ modelB: UInt32, _ outcome: Outcome, _ features: [Double]) {
        codes.append(modelA << 17 | modelB << 2 | UInt32(outcome.rawValue))
        // One by one: a few at a time cost more.
        for feature in features { values.append(feature) }
    }
}
