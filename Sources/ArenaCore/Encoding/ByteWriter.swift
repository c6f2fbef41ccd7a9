/// Appends integers in little-endian order.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: some FixedWidthInteger) {
        var rest = value.littleEndian
        for _ in 0..<(rest.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    mutating func write(bytes more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }
}
