import Ranking

/// The battles of some of a plain file's records.
struct PlainPart {
    /// The longest record, in bytes, that is plain.
    static let recordLimit = 1 << 20
    /// Where a name's hash begins (FNV-1a).
    static let hashBasis: UInt64 = 0xcbf2_9ce4_8422_2325

    var names = PlainNames()
    private(set) var codes: [UInt32] = []
    private(set) var values: [Float] = []

    /// Makes room for the battles of so many bytes.
    init(bytes: Int, featureCount: Int) {
        codes.reserveCapacity(bytes / 24)
        values.reserveCapacity(bytes / 24 * featureCount)
    }

    /// Adds a battle.
    @inline(__always)
    mutating func add(_ modelA: UInt32, _ modelB: UInt32, _ outcome: Outcome, _ features: [Float]) {
        codes.append(modelA << 17 | modelB << 2 | UInt32(outcome.rawValue))
        if !features.isEmpty { values.append(contentsOf: features) }
    }

    /// A name's hash with one byte more.
    @inline(__always)
    static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
}
