import CZlib

/// What a client makes of gzipped bytes, also while more of them are to come.
struct Unzipped {
    /// The text so far.
    let text: String
    /// Whether the bytes are a whole file, checksum and length included.
    let isWhole: Bool

    init(_ bytes: [UInt8]) {
        var stream = unsafe z_stream()
        var output = [UInt8](repeating: 0, count: 1 << 20)
        var input = bytes
        unsafe inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { unsafe inflateEnd(&stream) }
        var status = Z_OK
        var produced = 0
        unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(target.count)
                status = unsafe inflate(&stream, Z_SYNC_FLUSH)
                produced = unsafe target.count - Int(stream.avail_out)
            }
        }
        text = String(decoding: output.prefix(produced), as: UTF8.self)
        isWhole = status == Z_STREAM_END
    }
}
