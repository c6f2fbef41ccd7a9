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
    private var slots: [UInt16] = Array(repeating: 0, count: 1 << 12)
    /// What leaves of a hash the upper bits, in which every byte has its part: as many as number a slot.
    private var shift: UInt64 = 64 - 12

    /// The names' bytes, by number.
    var texts: [[UInt8]] {
        entries.map { entry in
            (0..<Int(entry.count)).map { place in
                UInt8(truncatingIfNeeded: words[Int(entry.start) + place / 8] >> UInt64(8 * (place % 8)))
            }
        }
    }

    /// The number of the name at a place; nil where it is empty, or there are too many names.
    @inline(__always)
    mutating func number(_ range: Range<Int>, _ hash: UInt64, in bytes: Span<UInt8>) -> UInt32? {
        var slot = Int(truncatingIfNeeded: hash &>> shift)
        while true {
            let place = slots[slot]
            guard place > 0 else { return keep(range, hash, slot, bytes) }
            let entry = entries[Int(place) - 1]
            if entry.hash == hash, isSame(entry, range, bytes) { return UInt32(place - 1) }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    private mutating func keep(_ range: Range<Int>, _ hash: UInt64, _ slot: Int, _ bytes: Span<UInt8>) -> UInt32? {
        guard !range.isEmpty, entries.count < Self.limit, words.count <= Int32.max else { return nil }
        entries.append(Entry(hash: hash, count: Int32(range.count), start: Int32(words.count)))
        for offset in stride(from: 0, to: range.count, by: 8) {
            words.append(
                PlainWord.first(min(8, range.count - offset), of: PlainWord.load(bytes, range.lowerBound + offset))
            )
        }
        slots[slot] = UInt16(entries.count)
        if entries.count * 2 > slots.count { grow() }
        return UInt32(entries.count - 1)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 4)
        shift -= 2
        for (index, entry) in entries.enumerated() {
            var slot = Int(truncatingIfNeeded: entry.hash &>> shift)
            while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt16(index + 1)
        }
    }

    @inline(__always)
    private func isSame(_ entry: Entry, _ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        guard Int(entry.count) == range.count else { return false }
        var (index, place) = (range.lowerBound, Int(entry.start))
        while index &+ 8 <= range.upperBound {
            guard PlainWord.load(bytes, index) == words[place] else { return false }
            index &+= 8
            place &+= 1
        }
        let rest = range.upperBound &- index
        return rest == 0 || PlainWord.first(rest, of: PlainWord.load(bytes, index)) == words[place]
    }
}
