/// Dictionaries, lists, strings, numbers, True, False and None as Python's `str` writes them.
enum PythonLiteral {
    /// The same as JSON; nil when it cannot be told, and for anything but a dictionary or list.
    ///
    /// Only spellings are changed: whether the result is JSON, its parser says.
    static func json(_ literal: [UInt8]) -> [UInt8]? {
        guard let first = literal.first(where: { !PromptText.isBlank($0) }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return nil }
        var json: [UInt8] = []
        var index = 0
        while index < literal.count {
            let byte = literal[index]
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                guard let end = string(literal, from: index, into: &json) else { return nil }
                index = end
            } else if let (word, spelling) = words.first(where: { literal[index...].starts(with: $0.word) }) {
                json.append(contentsOf: spelling)
                index += word.count
            } else {
                json.append(byte)
                index += 1
            }
        }
        return json
    }

    private static let words: [(word: [UInt8], spelling: [UInt8])] = [
        ("True", "true"), ("False", "false"), ("None", "null"), ("nan", "null"),
    ].map { (Array($0.utf8), Array($1.utf8)) }

    /// Appends the string whose quote stands at `start`; returns the place after it, nil where it does not end.
    private static func string(_ literal: [UInt8], from start: Int, into json: inout [UInt8]) -> Int? {
        let quote = literal[start]
        json.append(UInt8(ascii: "\""))
        var index = start + 1
        while index < literal.count {
            let byte = literal[index]
            index += 1
            switch byte {
            case quote:
                json.append(UInt8(ascii: "\""))
                return index
            case UInt8(ascii: "\""):
                json.append(contentsOf: "\\\"".utf8)
            case UInt8(ascii: "\\"):
                guard index < literal.count else { return nil }
                switch literal[index] {
                case UInt8(ascii: "'"): json.append(UInt8(ascii: "'"))
                // Of JSON's escapes all but this one are Python's too.
                case UInt8(ascii: "x"): json.append(contentsOf: "\\u00".utf8)
                default: json.append(contentsOf: [byte, literal[index]])
                }
                index += 1
            default:
                json.append(byte)
            }
        }
        return nil
    }
}
