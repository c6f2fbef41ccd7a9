/// Keeps one string for each distinct value of a column, so that a row makes no new one.
///
/// Memory is bounded: beyond `capacity` values, and where many values collide, strings are made anew.
struct StringInterner {
    private static let longest = 256
    private static let longestProbe = 32

    private let capacity: Int
    private var strings: [String] = []
    /// The bytes of all kept values one after the other; value k ends at `ends[k]`.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// Open addressing by the value's hash: 1 + index into `strings`, or 0; the size is a power of two.
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)

    init(capacity: Int = 1 << 16) {
        self.capacity = capacity
    }

    /// The text of the bytes.
    mutating func string(_ value: Span<UInt8>) throws(TextFault) -> String {
        guard value.count <= Self.longest else { return try Text.string(value) }
        var slot = Self.hash(value) & (slots.count - 1)
        for _ in 0..<Self.longestProbe {
            let entry = slots[slot]
            guard entry > 0 else {
                let text = try Text.string(value)
                keep(text, value, slot: slot)
                return text
            }
            let index = Int(entry) - 1
            if isKept(value, at: index) { return strings[index] }
            slot = (slot + 1) & (slots.count - 1)
        }
        return try Text.string(value)
    }

    private mutating func keep(_ text: String, _ value: Span<UInt8>, slot: Int) {
        guard strings.count < capacity else { return }
        strings.append(text)
        for index in value.indices { bytes.append(value[index]) }
        ends.append(bytes.count)
        slots[slot] = UInt32(strings.count)
        if strings.count * 2 > slots.count { grow() }
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 4)
        for index in strings.indices {
            let range = (index == 0 ? 0 : ends[index - 1])..<ends[index]
            var slot = Self.hash(bytes.span.extracting(range)) & (slots.count - 1)
            while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(index + 1)
        }
    }

    private func isKept(_ value: Span<UInt8>, at index: Int) -> Bool {
        let start = index == 0 ? 0 : ends[index - 1]
        guard ends[index] - start == value.count else { return false }
        for offset in value.indices where bytes[start + offset] != value[offset] { return false }
        return true
    }

    /// FNV-1a, with the high half folded in because the table uses the low bits.
    private static func hash(_ value: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in value.indices {
            hash = (hash ^ UInt64(value[index])) &* 0x0000_0100_0000_01b3
        }
        return Int(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
