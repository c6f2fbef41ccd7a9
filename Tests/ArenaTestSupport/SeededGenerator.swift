/// A generator whose sequence is the same in every run (xorshift64*, Vigna 2016).
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// The sequence of `seed`.
    public init(seed: UInt64) {
        state = seed &* 2 &+ 0x9E37_79B9_7F4A_7C15
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }
}
