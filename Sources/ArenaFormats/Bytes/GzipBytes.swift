import CZlib

/// The decompressed bytes of a gzip source; concatenated members read as one.
///
/// Safe to use: the pointer inside is owned, never handed out and freed with the object.
@safe final class GzipBytes: ByteSource {
    /// The first two bytes of every gzip member.
    static let magic: [UInt8] = [0x1f, 0x8b]

    private let compressed: any ByteSource
    private var input: [UInt8]
    private var position = 0
    private var available: Int
    private var isInputEnded = false
    private var isInsideMember = true
    /// At an address of its own, because zlib keeps a pointer to it.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Creates a source over compressed bytes of which `head` has been read already.
    init(_ compressed: any ByteSource, head: ArraySlice<UInt8>) throws(BattleFileError) {
        self.compressed = compressed
        available = head.count
        input = Array(head) + [UInt8](repeating: 0, count: max(0, (1 << 18) - head.count))
        unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 16 asks for a gzip header, 15 for the largest window.
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
            throw BattleFileError(.brokenGzip, file: compressed.name, problem: "zlib cannot be started")
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    var name: String { compressed.name }
    var bytesRead: Int64 { compressed.bytesRead }
    var totalBytes: Int64 { compressed.totalBytes }

    func read(into buffer: inout [UInt8], from index: Int) throws(BattleFileError) -> Int {
        while true {
            try refillInput()
            if !isInsideMember, try !startMember() { return 0 }
            let (status, consumed, produced) = inflate(into: &buffer, from: index)
            position += consumed
            available -= consumed
            if status == Z_STREAM_END { isInsideMember = false }
            // What came before damage is good; zlib reports the damage again at the next call.
            if produced > 0 { return produced }
            switch status {
            case Z_STREAM_END:
                break
            case Z_OK, Z_BUF_ERROR:
                if consumed == 0, available == 0, isInputEnded {
                    throw BattleFileError(
                        .truncatedGzip,
                        file: name,
                        problem: "the gzip stream ends too early; the file is cut short"
                    )
                }
            default:
                throw broken("the gzip stream is damaged: \(message(status))")
            }
        }
    }

    private func refillInput() throws(BattleFileError) {
        guard available == 0, !isInputEnded else { return }
        position = 0
        available = try compressed.read(into: &input, from: 0)
        isInputEnded = available == 0
    }

    /// Readies zlib for the next member; false at the end of the file.
    ///
    /// Zero bytes between and after members are padding.
    private func startMember() throws(BattleFileError) -> Bool {
        while available > 0 {
            let byte = input[position]
            if byte == Self.magic[0] {
                guard unsafe inflateReset(stream) == Z_OK else { throw broken("zlib cannot start the next member") }
                isInsideMember = true
                return true
            }
            guard byte == 0 else { throw broken("something other than gzip follows the end of the gzip stream") }
            position += 1
            available -= 1
            try refillInput()
        }
        return false
    }

    private func inflate(
        into buffer: inout [UInt8],
        from index: Int
    ) -> (status: Int32, consumed: Int, produced: Int) {
        let room = min(buffer.count - index, Int(Int32.max))
        let given = available
        let start = position
        return unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe buffer.withUnsafeMutableBufferPointer { output in
                unsafe stream.pointee.next_in = input.baseAddress.map { unsafe $0 + start }
                unsafe stream.pointee.avail_in = UInt32(given)
                unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + index }
                unsafe stream.pointee.avail_out = UInt32(room)
                let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
                let consumed = unsafe given - Int(stream.pointee.avail_in)
                let produced = unsafe room - Int(stream.pointee.avail_out)
                return (status, consumed, produced)
            }
        }
    }

    private func message(_ status: Int32) -> String {
        guard let text = unsafe stream.pointee.msg else { return "zlib error \(status)" }
        return unsafe String(cString: text)
    }

    private func broken(_ problem: String) -> BattleFileError {
        BattleFileError(.brokenGzip, file: name, problem: problem)
    }
}
