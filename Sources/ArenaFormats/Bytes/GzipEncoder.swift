import CZlib

/// Compresses bytes as one gzip member, piece by piece.
///
/// Safe to use: the pointer inside is owned, never handed out and freed with the object.
@safe public final class GzipEncoder {
    /// At an address of its own, because zlib keeps a pointer to it.
    private let stream: UnsafeMutablePointer<z_stream>
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    /// Creates an encoder with zlib's usual effort.
    ///
    /// Nil where zlib has no memory to start.
    public init?() {
        unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 16 asks for a gzip header, 15 for the largest window; 8 is zlib's usual memory.
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        let status = unsafe deflateInit2_(
            stream,
            Z_DEFAULT_COMPRESSION,
            Z_DEFLATED,
            15 + 16,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            size
        )
        guard status == Z_OK else { return nil }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// Appends what comes out of further bytes, which may be nothing yet.
    public func compress(_ bytes: [UInt8], into output: inout [UInt8]) { deflate(bytes, Z_NO_FLUSH, into: &output) }

    /// Appends the end of the stream, after which nothing may follow.
    public func finish(into output: inout [UInt8]) { deflate([], Z_FINISH, into: &output) }

    private func deflate(_ bytes: [UInt8], _ flush: Int32, into output: inout [UInt8]) {
        var bytes = bytes
        unsafe bytes.withUnsafeMutableBufferPointer { input in
            unsafe stream.pointee.next_in = input.baseAddress
            unsafe stream.pointee.avail_in = UInt32(input.count)
            var produced = 0
            repeat {
                produced = unsafe buffer.withUnsafeMutableBufferPointer { room in
                    unsafe stream.pointee.next_out = room.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(room.count)
                    _ = unsafe CZlib.deflate(stream, flush)
                    return unsafe room.count - Int(stream.pointee.avail_out)
                }
                output.append(contentsOf: buffer[..<produced])
            } while produced == buffer.count
        }
    }
}
