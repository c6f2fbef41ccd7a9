/// Bytes in memory.
struct PlainBytes: PlainSource {
    let bytes: [UInt8]

    var count: Int { bytes.count }

    func read(into buffer: inout [UInt8], from index: Int, to end: Int, at offset: Int) -> Bool {
        guard offset + end - index <= bytes.count else { return false }
        buffer.replaceSubrange(index..<end, with: bytes[offset..<(offset + end - index)])
        return true
    }
}
