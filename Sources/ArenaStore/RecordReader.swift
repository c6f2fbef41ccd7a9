/// Reads records of big-endian integers, the server's binary format, one after the other.
struct RecordReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place >= bytes.count }
    /// How many bytes are left.
    var left: Int { bytes.count - place }

    /// - Throws: `Garbled` where the bytes end in the middle of a value.
    mutating func next<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws -> Value {
        let end = place + Value.bitWidth / 8
        guard end <= bytes.count else { throw Garbled() }
        var value: Value = 0
        for index in place..<end { value = value << 8 | Value(truncatingIfNeeded: bytes[index]) }
        place = end
        return value
    }

    /// - Throws: `Garbled` where there are not so many bytes left.
    mutating func next(count: Int) throws -> ArraySlice<UInt8> {
        guard count >= 0, place + count <= bytes.count else { throw Garbled() }
        defer { place += count }
        return bytes[place..<(place + count)]
    }
}
