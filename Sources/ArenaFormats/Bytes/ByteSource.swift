/// A place bytes come from, read once from front to back.
public protocol ByteSource: AnyObject {
    /// The name shown in errors, usually the path as given.
    var name: String { get }
    /// How many bytes have been taken from the underlying file so far.
    var bytesRead: Int64 { get }
    /// The underlying file's size in bytes; 0 when it is not known.
    var totalBytes: Int64 { get }

    /// Fills some of `buffer` from `index` on, which must be below the buffer's end, and returns how many bytes; 0 at
    /// the end of the source.
    func read(into buffer: inout [UInt8], from index: Int) throws(BattleFileError) -> Int
}

/// Bytes in memory, handed out in chunks.
public final class MemoryBytes: ByteSource {
    /// The name shown in errors.
    public let name: String
    private let bytes: [UInt8]
    private let chunkSize: Int
    private var position = 0

    /// Creates a source that hands out at most `chunkSize` bytes at once.
    public init(name: String, bytes: [UInt8], chunkSize: Int = 1 << 20) {
        self.name = name
        self.bytes = bytes
        self.chunkSize = max(1, chunkSize)
    }

    /// How many bytes have been handed out.
    public var bytesRead: Int64 { Int64(position) }
    /// How many bytes there are.
    public var totalBytes: Int64 { Int64(bytes.count) }

    /// Copies the next chunk; 0 at the end.
    public func read(into buffer: inout [UInt8], from index: Int) throws(BattleFileError) -> Int {
        let count = min(chunkSize, buffer.count - index, bytes.count - position)
        guard count > 0 else { return 0 }
        buffer.replaceSubrange(index..<(index + count), with: bytes[position..<(position + count)])
        position += count
        return count
    }
}
