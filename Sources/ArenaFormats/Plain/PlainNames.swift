/// The names met in a part of a plain file, by number.
struct PlainNames {
    /// The most names that are told apart.
    static let limit = 1 << 15

    /// Where each name stands first.
    private(set) var ranges: [Range<Int>] = []
    private var hashes: [UInt64] = []
    private var slots: [UInt32] = Array(repeating: 0, count: 4096)

    /// The number of the name at a place; nil where there are too many names.
    @inline(__always)
    mutating func number(_ range: Range<Int>, _ hash: UInt64, in bytes: Span<UInt8>) -> UInt32? {
        var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
        while true {
            let entry = slots[slot]
            guard entry > 0 else { return keep(range, hash, slot) }
            let index = Int(entry) - 1
            if hashes[index] == hash, Self.isSame(ranges[index], range, bytes) { return UInt32(index) }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    private mutating func keep(_ range: Range<Int>, _ hash: UInt64, _ slot: Int) -> UInt32? {
        guard ranges.count < Self.limit else { return nil }
        ranges.append(range)
        hashes.append(hash)
        slots[slot] = UInt32(ranges.count)
        if ranges.count * 2 > slots.count { grow() }
        return UInt32(ranges.count - 1)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 4)
        for (index, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
            while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(index + 1)
        }
    }

    @inline(__always)
    private static func isSame(_ one: Range<Int>, _ other: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        for offset in 0..<one.count where bytes[one.lowerBound + offset] != bytes[other.lowerBound + offset] {
            return false
        }
        return true
    }
}
