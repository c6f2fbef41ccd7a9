/// Numbers written in plain decimals.
enum PlainDecimal {
    /// The number of digits, with a sign and a point if there are any.
    ///
    /// Nil for any other, and for more digits than a `Double` has exactly: the value is then the nearest one, as that of
    /// any other way to read it.
    @inline(__always)
    static func value(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Float? {
        var index = range.lowerBound
        let isNegative = index < range.upperBound && bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var (digits, count, decimals, isAfterPoint) = (UInt64(0), 0, 0, false)
        while index < range.upperBound {
            let byte = bytes[index]
            index += 1
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
        // At least a digit before the point, as `Double` wants it.
        guard count > decimals else { return nil }
        let value = Double(digits) / Self.powersOfTen[decimals]
        return Float(isNegative ? -value : value)
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]
}
