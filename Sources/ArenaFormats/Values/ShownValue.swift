/// Renders values from a file so that they are safe to print: cut, quoted, nothing invisible left raw.
enum ShownValue {
    /// The most characters of a value that are shown.
    static let limit = 60

    /// The value in double quotes.
    static func quoted(_ value: String) -> String {
        "\"" + escaped(value, limit: limit) + "\""
    }

    /// The bytes in double quotes, read as UTF-8 with ill-formed sequences replaced.
    static func quoted(_ bytes: Span<UInt8>) -> String {
        // A character shown takes at most four bytes here, so the rest need not be decoded.
        let head = bytes.extracting(first: min(bytes.count, 4 * (limit + 1)))
        var copy: [UInt8] = []
        for index in head.indices { copy.append(head[index]) }
        return quoted(String(decoding: copy, as: UTF8.self))
    }

    /// The value cut to `limit` characters, control and format characters written as escapes.
    static func escaped(_ value: String, limit: Int) -> String {
        var text = ""
        var count = 0
        for scalar in value.unicodeScalars {
            guard count < limit else { return text + "…" }
            count += 1
            switch scalar {
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                    text += "\\u{" + String(scalar.value, radix: 16) + "}"
                default:
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        return text
    }
}
