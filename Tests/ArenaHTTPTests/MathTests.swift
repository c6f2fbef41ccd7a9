import Testing

@testable import ArenaHTTP

@Suite("Formulas in markdown")
struct MathTests {
    /// The formulas of a text, displayed ones in double brackets, and its other words.
    private func read(_ text: String) -> String {
        func flat(_ node: DocumentNode) -> String {
            switch node.kind {
            case .math(let display, let text): display ? "[[\(text)]]" : "[\(text)]"
            case .code(let text): "`\(text)`"
            case .codeBlock(_, let text): "```\(text)```"
            case .link(let url, _): "<\(url)>" + node.children.map(flat).joined()
            case .text(let text), .html(let text): text
            case .softbreak, .linebreak: "\n"
            default: node.children.map(flat).joined()
            }
        }
        return flat(MarkdownDocument.parse(text))
    }

    @Test(arguments: [
        ("so \\(a_1 * b_2 * c\\) is", "so [a_1 * b_2 * c] is"),
        ("$x^2$", "[x^2]"),
        ("($x$, $y$)", "([x], [y])"),
        ("\\[\na = b\n- c\n\\]", "[[\na = b\n- c\n]]"),
        ("$$\n\\frac{1}{2}\n$$", "[[\n\\frac{1}{2}\n]]"),
        ("| a |\n| --- |\n| $|x|$ |", "a[|x|]"),
        ("- $a$\n\n  $$b$$", "[a][[b]]"),
        ("\\begin{align*}a &= b\\\\ c\\end{align*}", "[[\\begin{align*}a &= b\\\\ c\\end{align*}]]"),
        ("**$a$** _x_", "[a] x"),
        ("$\\$5$", "[\\$5]"),
        ("한국어 $수$ 수", "한국어 [수] 수"),
    ])
    func findsFormulas(text: String, read expected: String) {
        #expect(read(text) == expected)
    }

    @Test(arguments: [
        "it costs $5 and $10", "from $5-$10", "US$5, CA$6", "$ a $", "a $5", "$5\n\nand 6$", "\\( open", "$$ $$", "$$",
    ])
    func pricesAndOpenMarksStay(text: String) {
        #expect(!read(text).contains("["))
        #expect(read(text).filter { $0 == "$" }.count == text.filter { $0 == "$" }.count)
    }

    @Test(arguments: [
        ("`$a$ \\(b\\)`", "`$a$ \\(b\\)`"),
        ("```\n$a$\n```\n$b$", "```$a$\n```[b]"),
        ("~~~~\n$a$\n~~~\n$c$\n~~~~\n$b$", "```$a$\n~~~\n$c$\n```[b]"),
        ("    $a$\n", "```$a$\n```"),
        ("``a ` $b$`` $c$", "`a ` $b$` [c]"),
        ("[x](https://a.b/$c$)", "<https://a.b/$c$>x"),
        ("<b title=\"$x$\">", "<b title=\"$x$\">\n"),
        ("\\$a$", "$a$"),
    ])
    func codeAndAddressesStayAsTheyAre(text: String, read expected: String) {
        #expect(read(text) == expected)
    }

    @Test func textsWithTheMarksInThemAreLeftAlone() {
        #expect(read("\u{e000}0\u{e001} $a$") == "\u{e000}0\u{e001} $a$")
    }

    @Test func formulasAreNodesOfTheirOwn() {
        var writer = JSONWriter()
        writer.value(MarkdownDocument.parse("$$a$$"))
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"type":"document","children":[{"type":"paragraph","children":[{"type":"math","display":true,"text":"a"}]}]}"#
        )
    }

    @Test(arguments: ["\\(", "\\[", "$$", "$x ", "\\begin{align}"])
    func afterTooManyOpenMarksTheRestIsLeftAlone(mark: String) {
        // Each opening is looked for some way down the text: a text of nothing else would cost the square of its length.
        let open = mark + "\n\n"
        #expect(MathSpans(String(repeating: open, count: 20) + "$a$").spans.count == 1)
        #expect(MathSpans(String(repeating: open, count: MathScanner.mostFailures + 1) + "$a$").spans.isEmpty)
    }
}
