/// A small generator whose numbers are the same in every run of a seed (SplitMix64).
public struct SeededChance: Sendable {
    private var state: UInt64

    /// The numbers of `seed`.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number from 0 to below `limit`.
    public mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(limit, 1))) }
}
