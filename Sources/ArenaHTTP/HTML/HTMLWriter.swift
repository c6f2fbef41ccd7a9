/// Writes HTML: whatever is given as text stays text.
struct HTMLWriter {
    private(set) var text = ""

    /// Adds markup as it is; only for what stands in this program.
    mutating func markup(_ markup: StaticString) { text += "\(markup)" }

    /// Adds words.
    mutating func words(_ words: some StringProtocol) {
        for scalar in words.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            // What HTML has no place for.
            case "\0"..."\u{8}", "\u{b}", "\u{c}", "\u{e}"..."\u{1f}", "\u{7f}"..."\u{9f}": text += "\u{fffd}"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    /// Adds an element that has no content.
    mutating func void(_ name: StaticString, _ attributes: [(StaticString, String)] = []) {
        open(name, attributes)
    }

    /// Adds an element.
    mutating func element(
        _ name: StaticString,
        _ attributes: [(StaticString, String)] = [],
        _ content: (inout HTMLWriter) -> Void
    ) {
        open(name, attributes)
        content(&self)
        text += "</\(name)>"
    }

    /// Adds an element with words in it.
    mutating func element(_ name: StaticString, _ attributes: [(StaticString, String)] = [], words: String) {
        element(name, attributes) { $0.words(words) }
    }

    private mutating func open(_ name: StaticString, _ attributes: [(StaticString, String)]) {
        text += "<\(name)"
        for (name, value) in attributes {
            text += " \(name)=\""
            words(value)
            text += "\""
        }
        text += ">"
    }
}
