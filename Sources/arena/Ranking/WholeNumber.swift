/// A whole number of however many digits.
struct WholeNumber: Comparable {
    private let isNegative: Bool
    /// Without zeros before them; empty for nought.
    private let digits: Substring.UTF8View

    /// The number that a text is in decimals, with a sign or without; nil when it is none.
    init?(_ text: String) {
        let sign = text.utf8.first.flatMap { "+-".utf8.contains($0) ? $0 : nil }
        let all = text.utf8.dropFirst(sign == nil ? 0 : 1)
        guard !all.isEmpty, all.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        digits = all.drop { $0 == UInt8(ascii: "0") }
        isNegative = sign == UInt8(ascii: "-") && !digits.isEmpty
    }

    static func == (left: WholeNumber, right: WholeNumber) -> Bool {
        left.isNegative == right.isNegative && left.digits.elementsEqual(right.digits)
    }

    static func < (left: WholeNumber, right: WholeNumber) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        let (small, large) = left.isNegative ? (right, left) : (left, right)
        guard small.digits.count == large.digits.count else { return small.digits.count < large.digits.count }
        return small.digits.lexicographicallyPrecedes(large.digits)
    }
}
