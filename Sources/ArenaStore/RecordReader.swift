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

    /// An array of integers as the server sends them, nil for each that is NULL.
    ///
    /// - Throws: `Garbled` where there is none.
    mutating func array<Value: FixedWidthInteger>(_ type: Value.Type) throws -> [Value?] {
        let dimensions = try next(Int32.self)
        _ = try next(count: 8)
        guard dimensions > 0 else { return [] }
        let count = Int(try next(Int32.self))
        _ = try next(Int32.self)
        guard dimensions == 1, count >= 0, count <= left / 4 else { throw Garbled() }
        var values: [Value?] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
            switch try next(Int32.self) {
            case -1: values.append(nil)
            case Int32(Value.bitWidth / 8): values.append(try next(Value.self))
            default: throw Garbled()
            }
        }
        return values
    }
}
