/// The formulas of a text, taken out of it before it is read as markdown, which would spoil them: `\(…\)` and `$…$` within a line of
/// thought, `\[…\]`, `$$…$$` and the environments of displayed equations standing by themselves.
///
/// A dollar sign opens a formula by Pandoc's rule (extension `tex_math_dollars`), so that prices stay prices: a visible character
/// follows it, one stands before the closing sign, and no digit follows that. Nothing is taken out of code.
struct MathSpans {
    /// A formula.
    struct Span: Equatable {
        let isDisplay: Bool
        /// What stands between the marks, in TeX.
        let tex: String
        /// The whole as it was written.
        let source: String
    }

    /// The text with a mark for each formula: characters of private use, which mean nothing to markdown.
    let text: String
    let spans: [Span]

    private static let opening: Unicode.Scalar = "\u{e000}"
    private static let closing: Unicode.Scalar = "\u{e001}"

    /// Takes the formulas out of a text.
    init(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "\\") }),
            !text.unicodeScalars.contains(where: { $0 == Self.opening || $0 == Self.closing })
        else {
            (self.text, spans) = (text, [])
            return
        }
        var scanner = MathScanner(bytes)
        scanner.run()
        guard !scanner.spans.isEmpty else {
            (self.text, spans) = (text, [])
            return
        }
        spans = scanner.spans.map { found in
            Span(
                isDisplay: found.isDisplay,
                tex: String(decoding: bytes[found.tex], as: UTF8.self),
                source: String(decoding: bytes[found.source], as: UTF8.self)
            )
        }
        var marked: [UInt8] = []
        var copied = 0
        for (number, found) in scanner.spans.enumerated() {
            marked += bytes[copied..<found.source.lowerBound]
            marked += "\(Self.opening)\(number)\(Self.closing)".utf8
            copied = found.source.upperBound
        }
        marked += bytes[copied...]
        self.text = String(decoding: marked, as: UTF8.self)
    }

    /// What a text of the marked document is: words and formulas in turn.
    func pieces(of text: String) -> [DocumentNode.Kind] {
        parts(of: text).map { part in
            switch part {
            case .words(let words): .text(words)
            case .span(let span): .math(display: span.isDisplay, text: span.tex)
            }
        }
    }

    /// The text as it was written.
    func restored(_ text: String) -> String {
        guard !spans.isEmpty, text.unicodeScalars.contains(Self.opening) else { return text }
        return parts(of: text).map { part in
            switch part {
            case .words(let words): words
            case .span(let span): span.source
            }
        }.joined()
    }

    private enum Part {
        case words(String)
        case span(Span)
    }

    private func parts(of text: String) -> [Part] {
        guard !spans.isEmpty else { return [.words(text)] }
        var parts: [Part] = []
        var rest = text.unicodeScalars[...]
        while let start = rest.firstIndex(of: Self.opening),
            let end = rest[start...].firstIndex(of: Self.closing),
            let number = Int(String(rest[rest.index(after: start)..<end])), spans.indices.contains(number)
        {
            if start > rest.startIndex { parts.append(.words(String(rest[..<start]))) }
            parts.append(.span(spans[number]))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty || parts.isEmpty { parts.append(.words(String(rest))) }
        return parts
    }
}
