/// A number of JSON, as exactly as it can be had.
enum JSONNumber: CustomStringConvertible {
    case whole(Int64)
    case natural(UInt64)
    case double(Double)
    /// By its text: a whole number of more than 64 bits, or one beyond every `Double`.
    case long(String)

    /// The nearest `Double`, which may be infinite.
    var value: Double {
        switch self {
        case .whole(let number): Double(number)
        case .natural(let number): Double(number)
        case .double(let number): number
        // Swift has no such value for "1e400".
        case .long(let text): Double(text) ?? (text.utf8.first == UInt8(ascii: "-") ? -.infinity : .infinity)
        }
    }

    /// The decimal digits of a whole number that is known exactly and has at most 37 of them; nil for any other number.
    var wholeDigits: String? {
        switch self {
        case .whole(let number): return String(number)
        case .natural(let number): return String(number)
        case .double(let number):
            guard number.magnitude <= 0x1p53, number == number.rounded() else { return nil }
            return String(Int64(number))
        case .long(let text):
            let isWhole = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
            return isWhole && text.utf8.count <= 37 ? text : nil
        }
    }

    var description: String {
        switch self {
        case .whole(let number): "\(number)"
        case .natural(let number): "\(number)"
        case .double(let number): "\(number)"
        case .long(let text): text
        }
    }
}
