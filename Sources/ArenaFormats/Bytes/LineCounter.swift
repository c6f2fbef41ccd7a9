/// Counts physical lines; a line ends with LF, CRLF or CR.
struct LineCounter {
    /// The line on which the next byte stands, counted from 1.
    private(set) var line = 1
    private var wasCarriageReturn = false

    /// Moves on over `bytes`.
    mutating func advance(over bytes: Span<UInt8>) {
        for index in bytes.indices {
            let byte = bytes[index]
            // The line feed of a CRLF belongs to the line end already counted, also across two calls.
            if byte == UInt8(ascii: "\r") || (byte == UInt8(ascii: "\n") && !wasCarriageReturn) { line += 1 }
            wasCarriageReturn = byte == UInt8(ascii: "\r")
        }
    }
}
