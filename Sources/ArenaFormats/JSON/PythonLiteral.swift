/// Dictionaries, lists, strings, numbers, True, False and None as Python's `str` writes them, arrays of numpy among them.
///
/// That is what a cell holds when pandas writes a table whose cells are objects: of numpy's arrays the elements stand without commas, and
/// their types are told beside them.
struct PythonLiteral {
    private let literal: [UInt8]
    private var index = 0
    private var json: [UInt8] = []
    /// Whether a value has just ended, so that another one needs a comma before it.
    private var hasValue = false

    /// The same as JSON; nil when it cannot be told, and for anything but a dictionary or list.
    ///
    /// Only spellings are changed: whether the result is JSON, its parser says.
    static func json(_ literal: [UInt8]) -> [UInt8]? {
        let first = literal.first { !PromptText.isBlank($0) }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || literal.starts(with: "array(".utf8) else {
            return nil
        }
        var translation = PythonLiteral(literal: literal)
        return translation.translate() ? translation.json : nil
    }

    private init(literal: [UInt8]) { self.literal = literal }

    private mutating func translate() -> Bool {
        while index < literal.count {
            let byte = literal[index]
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                beginValue()
                guard string() else { return false }
                hasValue = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                beginValue()
                json.append(byte)
                hasValue = false
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                dropComma()
                json.append(byte)
                hasValue = true
                index += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                // The comma before what is left out of an array is left out with it.
                if json.last != UInt8(ascii: ",") { json.append(byte) }
                hasValue = false
                index += 1
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "="), 0x20, 0x09, 0x0a, 0x0d:
                index += 1
            default:
                guard word() else { return false }
            }
        }
        dropComma()
        return true
    }

    private mutating func beginValue() {
        if hasValue { json.append(UInt8(ascii: ",")) }
    }

    private mutating func dropComma() {
        if json.last == UInt8(ascii: ",") { json.removeLast() }
    }

    /// A number, a constant, or what tells of a type and is left out.
    private mutating func word() -> Bool {
        let start = index
        while index < literal.count, Self.isOfWord(literal[index]) { index += 1 }
        guard index > start else { return false }
        let word = String(decoding: literal[start..<index], as: UTF8.self)
        let spelling: String
        switch word {
        case "True", "np.True_": spelling = "true"
        case "False", "np.False_": spelling = "false"
        case "None", "nan", "inf", "-inf", "NaT": spelling = "null"
        default:
            if let first = word.utf8.first, PromptText.isDigit(first) || "-+.".utf8.contains(first) {
                spelling = word
            } else {
                return word == "array" || word == "dtype" || word == "object" || word.hasPrefix("np.")
            }
        }
        beginValue()
        json.append(contentsOf: spelling.utf8)
        hasValue = true
        return true
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        PromptText.isLetter(byte) || PromptText.isDigit(byte) || "_.+-".utf8.contains(byte)
    }

    /// The string whose quote stands at `index`, which moves on to what follows it; false where it does not end.
    private mutating func string() -> Bool {
        let quote = literal[index]
        index += 1
        json.append(UInt8(ascii: "\""))
        while index < literal.count {
            let byte = literal[index]
            index += 1
            switch byte {
            case quote:
                json.append(UInt8(ascii: "\""))
                return true
            case UInt8(ascii: "\""):
                json.append(contentsOf: "\\\"".utf8)
            case UInt8(ascii: "\\"):
                guard escape() else { return false }
            default:
                json.append(byte)
            }
        }
        return false
    }

    /// What stands behind a backslash; of JSON's escapes all but these are Python's too.
    private mutating func escape() -> Bool {
        guard index < literal.count else { return false }
        let byte = literal[index]
        index += 1
        switch byte {
        case UInt8(ascii: "'"): json.append(byte)
        case UInt8(ascii: "x"): json.append(contentsOf: "\\u00".utf8)
        case UInt8(ascii: "U"):
            let digits = String(decoding: literal[index..<min(index + 8, literal.count)], as: UTF8.self)
            guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else { return false }
            json.append(contentsOf: String(Character(scalar)).utf8)
            index += 8
        default: json.append(contentsOf: [UInt8(ascii: "\\"), byte])
        }
        return true
    }
}
