/// Numbers written in plain decimals.
enum PlainDecimal {
    /// The number of digits, with a sign and a point if there are any.
    ///
    /// Nil for any other, and for more digits than a `Double` has exactly: the value is then the nearest one, as that of
    /// any other way to read it.
    @inline(__always)
    static func value(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
        let isNegative = !range.isEmpty && bytes[range.lowerBound] == UInt8(ascii: "-")
        // No processor foresees a sign, so no branch asks for it.
        let start = range.lowerBound &+ (isNegative ? 1 : 0)
        let value =
            range.upperBound - start <= 8
            ? short(PlainWord.load(bytes, start), range.upperBound - start) : long(bytes, start..<range.upperBound)
        guard let value else { return nil }
        return Double(bitPattern: value.bitPattern | (isNegative ? 1 << 63 : 0))
    }

    /// The number in the first `count` bytes of a word, 1 to 8, all digits at once.
    @inline(__always)
    private static func short(_ word: UInt64, _ count: Int) -> Double? {
        guard count > 0 else { return nil }
        var (digits, number, decimals) = (PlainWord.first(count, of: word), count, 0)
        let points = PlainWord.marks(digits, equalTo: UInt8(ascii: "."))
        if points != 0 {
            // What follows the point moves up; a second one is then no digit.
            let place = PlainWord.place(of: points)
            digits = PlainWord.first(place, of: digits) | (digits & ~PlainWord.upTo(place)) >> 8
            number -= 1
            decimals = number - place
        }
        // At least a digit before the point, as `Double` wants it.
        guard number > decimals, let whole = PlainWord.wholeNumber(digits, count: number) else { return nil }
        return Double(whole) / powersOfTen[decimals]
    }

    private static func long(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
        var (digits, count, decimals, isAfterPoint) = (UInt64(0), 0, 0, false)
        for index in range {
            let byte = bytes[index]
            if byte == UInt8(ascii: "."), !isAfterPoint {
                isAfterPoint = true
                continue
            }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            digits = digits * 10 + UInt64(byte - UInt8(ascii: "0"))
            count += 1
            if isAfterPoint { decimals += 1 }
            if count > 15 { return nil }
        }
        guard count > decimals else { return nil }
        return Double(digits) / powersOfTen[decimals]
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]
}
