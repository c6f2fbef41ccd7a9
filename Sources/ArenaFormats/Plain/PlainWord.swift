/// Eight bytes at a time, the first of them lowest.
enum PlainWord {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The bytes from a place on; line ends where the text is over.
    @inline(__always)
    static func load(_ bytes: Span<UInt8>, _ index: Int) -> UInt64 {
        if index &+ 8 <= bytes.count {
            return UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
        }
        return tail(bytes, index)
    }

    private static func tail(_ bytes: Span<UInt8>, _ index: Int) -> UInt64 {
        (0..<8).reduce(0) { word, offset in
            let byte = index + offset < bytes.count ? bytes[index + offset] : UInt8(ascii: "\n")
            return word | UInt64(byte) << UInt64(8 * offset)
        }
    }

    /// The first `count` bytes of a word, 0 to 8.
    @inline(__always)
    static func first(_ count: Int, of word: UInt64) -> UInt64 {
        count < 8 ? word & ((1 << (8 * UInt64(count))) - 1) : word
    }

    /// The bytes before the lowest mark.
    @inline(__always)
    static func before(_ marks: UInt64, of word: UInt64) -> UInt64 {
        word & (((marks & (0 &- marks)) &>> 7) &- 1)
    }

    /// Marks the whole of the bytes up to and with the one at `place`, 0 to 7.
    @inline(__always)
    static func upTo(_ place: Int) -> UInt64 { ~0 >> UInt64(8 * (7 - place)) }

    /// The number that the first `count` bytes write, 1 to 8; nil where they are not all digits.
    ///
    /// The other bytes are zero.
    @inline(__always)
    static func wholeNumber(_ word: UInt64, count: Int) -> UInt64? {
        // Digits go to the end, with zeros before them.
        let shift = UInt64(8 * (8 - count))
        let values = (word ^ (ones &* 0x30)) << shift
        // A digit is at most 9: neither it nor it plus 6 has anything above its lower half.
        guard (values | (values &+ ones &* 6)) & (ones &* 0xF0) == 0 else { return nil }
        // Two digits, four, eight (Lemire, Quickly parsing eight digits, 2018).
        let pairs = (values &* 10) &+ (values >> 8)
        let mask: UInt64 = 0x0000_00FF_0000_00FF
        let low = (pairs & mask) &* 0x000F_4240_0000_0064
        let high = ((pairs >> 16) & mask) &* 0x0000_2710_0000_0001
        return (low &+ high) >> 32
    }

    /// The bytes of a text of at most eight.
    static func of(_ text: String) -> UInt64 { first(text.utf8.count, of: load(Array(text.utf8).span, 0)) }

    /// Marks the bytes that are at most `limit`, which is ASCII; only of the lowest mark it is sure that it is right.
    @inline(__always)
    static func marks(_ word: UInt64, atMost limit: UInt8) -> UInt64 {
        (word &- ones &* UInt64(limit &+ 1)) & ~word & highs
    }

    /// Marks the bytes that are `byte`; only of the lowest mark it is sure that it is right.
    @inline(__always)
    static func marks(_ word: UInt64, equalTo byte: UInt8) -> UInt64 {
        let difference = word ^ (ones &* UInt64(byte))
        return (difference &- ones) & ~difference & highs
    }

    /// Where the lowest mark is.
    @inline(__always)
    static func place(of marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }

    /// Whether all bytes are ASCII.
    @inline(__always)
    static func isASCII(_ word: UInt64) -> Bool { word & highs == 0 }

    /// Where a hash begins.
    static let hashBasis: UInt64 = 0xcbf2_9ce4_8422_2325

    /// A hash with a word more.
    @inline(__always)
    static func hash(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 32)
    }
}
