/// The names met in a part of a plain file, by number.
struct PlainNames {
    /// The most names that are told apart.
    static let limit = 1 << 15

    /// A name's hash, its length in bytes and where its words begin.
    private struct Entry {
        let hash: UInt64
        let count: Int32
        let start: Int32
    }

    private var entries: [Entry] = []
    /// The names, eight bytes at a time, filled up with zeros.
    private var words: [UInt64] = []
    private var slots: [UInt32] = Array(repeating: 0, count: 4096)

    /// The names' bytes, by number.
    var texts: [[UInt8]] {
        entries.map { entry in
            (0..<Int(entry.count)).map { place in
                UInt8(truncatingIfNeeded: words[Int(entry.start) + place / 8] >> UInt64(8 * (place % 8)))
            }
        }
    }

    /// The number of the name at a place; nil where there are too many names.
    @inline(__always)
    mutating func number(_ range: Range<Int>, _ hash: UInt64, in bytes: Span<UInt8>) -> UInt32? {
        var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
        while true {
            let place = slots[slot]
            guard place > 0 else { return keep(range, hash, slot, bytes) }
            let entry = entries[Int(place) - 1]
            if entry.hash == hash, isSame(entry, range, bytes) { return place - 1 }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    private mutating func keep(_ range: Range<Int>, _ hash: UInt64, _ slot: Int, _ bytes: Span<UInt8>) -> UInt32? {
        guard entries.count < Self.limit, words.count <= Int32.max else { return nil }
        entries.append(Entry(hash: hash, count: Int32(range.count), start: Int32(words.count)))
        for offset in stride(from: 0, to: range.count, by: 8) {
            words.append(
                PlainWord.first(min(8, range.count - offset), of: PlainWord.load(bytes, range.lowerBound + offset))
            )
        }
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
    private func isSame(_ entry: Entry, _ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        guard Int(entry.count) == range.count else { return false }
        var (offset, place) = (0, Int(entry.start))
        while offset < range.count {
            let word = PlainWord.first(
                min(8, range.count - offset),
                of: PlainWord.load(bytes, range.lowerBound + offset)
            )
            guard word == words[place] else { return false }
            offset += 8
            place += 1
        }
        return true
    }
}
