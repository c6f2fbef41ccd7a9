/// Reads what a `ByteWriter` wrote; every read says whether enough was left.
struct ByteReader {
    private let source: [UInt8]
    private var offset = 0

    init(_ source: [UInt8]) {
        self.source = source
    }

    var isAtEnd: Bool { offset == source.count }

    mutating func integer<Value: FixedWidthInteger>(_: Value.Type) -> Value? {
        let width = Value.bitWidth / 8
        guard source.count - offset >= width else { return nil }
        var value: Value = 0
        for index in 0..<width { value |= Value(truncatingIfNeeded: source[offset + index]) << (index * 8) }
        offset += width
        return value
    }

    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count >= 0, source.count - offset >= count else { return nil }
        defer { offset += count }
        return Array(source[offset..<(offset + count)])
    }
}
