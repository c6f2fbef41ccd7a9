/// The names met in a part of a plain file, by number.
struct PlainNames {
    /// The most names that are told apart.
    static let limit = 1 << 15

    /// A name by where it stands first.
    private struct Entry {
        let hash: UInt64
        let range: Range<Int>
    }

    private var entries: [Entry] = []
    private var slots: [UInt32] = Array(repeating: 0, count: 4096)

    /// Where each name stands first.
    var ranges: [Range<Int>] { entries.map(\.range) }

    /// The number of the name at a place; nil where there are too many names.
    @inline(__always)
    mutating func number(_ range: Range<Int>, _ hash: UInt64, in bytes: Span<UInt8>) -> UInt32? {
        var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
        while true {
            let place = slots[slot]
            guard place > 0 else { return keep(range, hash, slot) }
            let entry = entries[Int(place) - 1]
            if entry.hash == hash, Self.isSame(entry.range, range, bytes) { return place - 1 }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    private mutating func keep(_ range: Range<Int>, _ hash: UInt64, _ slot: Int) -> UInt32? {
        guard entries.count < Self.limit else { return nil }
        entries.append(Entry(hash: hash, range: range))
        slots[slot] = UInt32(entries.count)
        if entries.count * 2 > slots.count { grow() }
        return UInt32(entries.count - 1)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 4)
        for (index, entry) in entries.enumerated() {
            var slot = Int(truncatingIfNeeded: entry.hash ^ (entry.hash >> 32)) & (slots.count - 1)
            while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(index + 1)
        }
    }

    @inline(__always)
    private static func isSame(_ one: Range<Int>, _ other: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        var offset = 0
        while offset < one.count {
            let difference =
                PlainWord.load(bytes, one.lowerBound + offset) ^ PlainWord.load(bytes, other.lowerBound + offset)
            guard PlainWord.first(min(8, one.count - offset), of: difference) == 0 else { return false }
            offset += 8
        }
        return true
    }
}
