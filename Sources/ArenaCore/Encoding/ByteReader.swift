/// Reads what a `ByteWriter` wrote; every read says whether enough was left.
struct ByteReader {
    private let source: [UInt8]
    private var offset = 0

    init(_ source: [UInt8]) {
        self.source = source
    }

    var isAtEnd: Bool { offset == source.count }

    /// The number of bytes not read yet.
    var left: Int { source.count - offset }

    mutating func integer<Value: FixedWidthInteger>(_: Value.Type) -> Value? {
        let width = Value.bitWidth / 8
        guard left >= width else { return nil }
        var value: Value = 0
        for index in 0..<width { value |= Value(truncatingIfNeeded: source[offset + index]) << (index * 8) }
        offset += width
        return value
    }

    /// A value in bytes of seven bits; `nil` also for one that does not fit.
    mutating func compact() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard offset < source.count else { return nil }
            let byte = source[offset]
            offset += 1
            if shift == 63 && byte > 1 { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }

    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count >= 0, left >= count else { return nil }
        defer { offset += count }
        return Array(source[offset..<(offset + count)])
    }
}
