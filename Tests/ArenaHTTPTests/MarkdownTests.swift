import Testing

@testable import ArenaHTTP

@Suite("Markdown trees")
struct MarkdownTests {
    private func json(_ text: String) -> String {
        var writer = JSONWriter()
        writer.value(MarkdownDocument.parse(text))
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func paragraph(_ inner: String) -> String {
        #"{"type":"document","children":[{"type":"paragraph","children":[\#(inner)]}]}"#
    }

    private func text(_ text: String) -> String {
        #"{"type":"text","text":"\#(text)"}"#
    }

    private func list(ordered: Bool = false, start: Int = 0, tight: Bool = true, _ items: String) -> String {
        document(
            #"{"type":"list","ordered":\#(ordered),"start":\#(start),"tight":\#(tight),"children":[\#(items)]}"#
        )
    }

    private func document(_ inner: String) -> String {
        #"{"type":"document","children":[\#(inner)]}"#
    }

    @Test func readsBlocks() {
        #expect(json("") == document(""))
        #expect(json("a") == paragraph(#"{"type":"text","text":"a"}"#))
        #expect(
            json("# a")
                == document(#"{"type":"heading","level":1,"children":[{"type":"text","text":"a"}]}"#)
        )
        #expect(
            json("> a")
                == document(
                    #"{"type":"block_quote","children":[{"type":"paragraph","children":[{"type":"text","text":"a"}]}]}"#
                )
        )
        #expect(json("---") == document(#"{"type":"thematic_break"}"#))
        #expect(
            json("```swift x\nlet a = \"b\"\n```")
                == document(#"{"type":"code_block","info":"swift x","text":"let a = \"b\"\n"}"#)
        )
        #expect(json("    a\n") == document(#"{"type":"code_block","info":"","text":"a\n"}"#))
        #expect(json("<div>\n<b>") == document(#"{"type":"html","text":"<div>\n<b>\n"}"#))
    }

    @Test(arguments: [
        ("# a\n## b\n### c\n## d\n# e", [1, 2, 3, 2, 1]), ("### a", [1]), ("## a\n#### b\n### c\n## d", [1, 2, 2, 1]),
        ("### a\n## b\n###### c\n> # d\n\n## e", [1, 1, 2, 1, 2]), ("#### a\n# b\n#### c\n## d", [1, 1, 2, 2]),
    ])
    func headingsStandInAnOutline(text: String, levels: [Int]) {
        func found(_ node: DocumentNode) -> [Int] {
            if case .heading(let level) = node.kind { [level] } else { node.children.flatMap(found) }
        }
        #expect(found(MarkdownDocument.parse(text)) == levels)
    }

    @Test func readsLists() {
        let a = #"{"type":"paragraph","children":[{"type":"text","text":"a"}]}"#
        let item = #"{"type":"item","children":[\#(a)]}"#
        let done = #"{"type":"item","checked":true,"children":[\#(a)]}"#
        let open = #"{"type":"item","checked":false,"children":[\#(a)]}"#
        #expect(json("- a") == list(item))
        #expect(json("3. a\n\n4. a") == list(ordered: true, start: 3, tight: false, item + "," + item))
        #expect(json("- [x] a\n- [ ] a") == list(done + "," + open))
    }

    @Test func readsTables() {
        func cell(_ word: String) -> String {
            #"{"type":"table_cell","children":[\#(word.isEmpty ? "" : text(word))]}"#
        }
        func row(header: Bool, _ words: [String]) -> String {
            #"{"type":"table_row","header":\#(header),"children":[\#(words.map(cell).joined(separator: ","))]}"#
        }
        let rows = row(header: true, ["a", "b", "c", "d"]) + "," + row(header: false, ["1", "2", "", ""])
        #expect(
            json("|a|b|c|d|\n|:-|:-:|-:|-|\n|1|2|")
                == document(
                    #"{"type":"table","alignments":["left","center","right",null],"children":[\#(rows)]}"#
                )
        )
    }

    @Test func readsInlines() {
        let a = text("a")
        #expect(json("*a*") == paragraph(#"{"type":"emph","children":[\#(a)]}"#))
        #expect(json("**a**") == paragraph(#"{"type":"strong","children":[\#(a)]}"#))
        #expect(json("~~a~~") == paragraph(#"{"type":"strikethrough","children":[\#(a)]}"#))
        #expect(json("`a<b`") == paragraph(#"{"type":"code","text":"a<b"}"#))
        #expect(json("a\nb") == paragraph(#"\#(a),{"type":"softbreak"},\#(text("b"))"#))
        #expect(json("a\\\nb") == paragraph(#"\#(a),{"type":"linebreak"},\#(text("b"))"#))
        #expect(
            json(#"[a](https://b.c/d?e=f "g")"#)
                == paragraph(#"{"type":"link","url":"https://b.c/d?e=f","title":"g","children":[\#(a)]}"#)
        )
        #expect(
            json("![a](http://b.c/d.png)")
                == paragraph(#"{"type":"image","url":"http://b.c/d.png","title":"","children":[\#(a)]}"#)
        )
        let www = text("www.a.org")
        #expect(
            json("www.a.org")
                == paragraph(#"{"type":"link","url":"http://www.a.org","title":"","children":[\#(www)]}"#)
        )
        #expect(json("<b>a") == paragraph(#"{"type":"html","text":"<b>"},\#(a)"#))
        #expect(!json("a[^1]\n\n[^1]: b").contains("footnote"))
        #expect(json("\u{0}") == paragraph(text("\u{fffd}")))
        #expect(json("한국어 🌲 \u{202e}") == paragraph(text("한국어 🌲 \u{202e}")))
        #expect(json("a\u{1}b") == paragraph(text(#"a\u0001b"#)))
    }

    @Test(arguments: [
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](<javascript:alert(1)>)",
        "[x]( javascript:alert(1))",
        "[x](java&#115;cript:alert(1))", "[x](&#x6A;avascript:alert(1))", "[x](javascript&colon;alert(1))",
        "[x](java%73cript:alert(1))", "[x](<java\tscript:alert(1)>)", "[x](&#9;javascript:alert(1))",
        "[x](&#1;javascript:alert(1))", "[x](java&#10;script:alert(1))", "[x](javascript&#58;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](DATA:text/html,<script>)", "[x](vbscript:msgbox)",
        "[x](file:///etc/passwd)", "[x](blob:https://a/b)", "[x](about:blank)", "[x](view-source:http://a)",
        "[x](ftp://a/b)", "[x](//evil.example)", "[x](/local)", "[x](#here)", "[x](http:evil)", "[x](https:/evil)",
        "[x](http://)", "[x](mailto:)", "[x](\\javascript:alert(1))", "[x][r]\n\n[r]: javascript:alert(1)",
        "<javascript:alert(1)>", "[x](feed:javascript:alert(1))", "[x](javascript://http://a%0aalert(1))",
        "[x](x:http://a)", "[x](ht&#10;tpx://a)", "[x](&#x200b;javascript:alert(1))", "[x](jar:http://a!/b)",
        "[x](ws://a)", "[x](tel:1)", "[x](intent://a#Intent;end)", "[x]()", "[x](ms-word:ofe|u|http://a)",
    ])
    func linksNowhereButToTheWebAndMail(text: String) {
        let tree = json(text)
        #expect(!tree.contains(#""type":"link""#))
        #expect(json("!" + text).contains(#""type":"image""#) == false || json("!" + text).contains(#""url":"""#))
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
        "<a href=javascript:1>x</a>", "a <iframe src=//x></iframe> b", "<style>*{}</style>", "<!-- <b> -->",
        "<![CDATA[x]]>", "<?php x ?>", "</p><p onclick=x>",
    ])
    func keepsRawHTMLAsText(text: String) {
        let tree = MarkdownDocument.parse(text)
        var texts: [String] = []
        var rest = [tree]
        while let node = rest.popLast() {
            switch node.kind {
            case .html(let html): texts.append(html)
            case .text(let text): texts.append(text)
            case .document, .paragraph, .softbreak: break
            default: Issue.record("\(node.kind)")
            }
            rest += node.children.reversed()
        }
        #expect(texts.joined().replacing("\n", with: "") == text)
    }

    @Test(arguments: [
        "https://a.b", "HTTP://A.B", "mailto:a@b.c", "MailTo:a@b.c?subject=x", "https://a.b/%6a?x=javascript:1#y",
    ])
    func keepsGoodLinks(address: String) {
        let paragraph = MarkdownDocument.parse("[x](\(address))").children.first
        #expect(paragraph?.children.first?.kind == .link(url: address, title: ""))
    }

    @Test func cleansAddresses() {
        #expect(LinkAddress.safe(" \u{1}ht\ntps://a\t ") == "https://a")
        #expect(LinkAddress.safe("java\nscript:x") == nil)
        #expect(LinkAddress.safe("\u{85}javascript:http://") == nil)
        #expect(LinkAddress.safe("") == nil)
    }

    @Test(arguments: [
        ">", "> ", "[", "![", "*", "**a", "*a ", "* ", "- ", "-\n", "1. ", "(", "]", "`", "~", "~a", "_", "__a", "<",
        "&", "\\", "#", "\n", "\t", "a@", "a@b.", "http://a", "www.", ")", "|", "|\n", "x|\n-|\n", "[a](", "[a][",
        "![a](b) ", "![[]()", "<!--", "<a ", "    ", "a\n", "\u{0}", "\r", "*_", "a**b c* ", ":", "[^a]: ", "- [ ] ",
        "> - 1. ", "\u{fffd}", "é",
    ])
    func endsOnAnyRepetition(unit: String) {
        let long = String(repeating: unit, count: 100_000 / unit.utf8.count)
        let short = String(repeating: unit, count: 20_000 / unit.utf8.count)
        for text in [long, "http://a" + short, "|a|b|\n|-|-|\n" + short] {
            let tree = MarkdownDocument.parse(text)
            #expect(depth(of: tree) <= MarkdownLimits.maximumDepth + 1)
            #expect(count(of: tree) <= MarkdownLimits.maximumNodes)
        }
    }

    @Test func flattensWhatIsTooDeep() {
        // Nested by indentation, so that no single line opens with too many marks.
        let text = (0..<200).map { String(repeating: " ", count: 2 * $0) + "- x\($0)" }.joined(separator: "\n")
        let tree = MarkdownDocument.parse(text)
        #expect(depth(of: tree) <= MarkdownLimits.maximumDepth + 1)
        #expect(depth(of: tree) > 50)
        #expect(json(text).contains("x199"))
    }

    @Test func keepsWideTablesPlain() {
        let columns = 1_000
        let row = String(repeating: "|a", count: columns)
        let text = row + "\n" + String(repeating: "|-", count: columns) + "\n" + String(repeating: "|\n", count: 1_000)
        #expect(!json(text).contains(#""type":"table""#))
        #expect(json("|a|\n|-|\n" + String(repeating: "|b|\n", count: 1_000)).contains(#""type":"table""#))
    }

    @Test func leavesLongTextsUnparsed() {
        let text = String(repeating: "*a* ", count: 40_000)
        #expect(MarkdownDocument.parse(text) == .plain(text))
    }

    @Test func measuresWhatWouldCostTooMuch() {
        let limits = MarkdownLimits(measuring: "a [b](c)\n\n|x|y|\n|-|-|\n|1|2|\n\n> - **bold** https://a.b/c")
        #expect(limits.allowsParsing)
        #expect(Set(limits.extensions) == ["strikethrough", "tasklist", "table", "autolink"])
        for text in ["> ", "- ", "1. ", "* "].map({ String(repeating: $0, count: 101) })
            + [String(repeating: "![[]()", count: 2_501), String(repeating: "a", count: 131_073)]
        {
            #expect(!MarkdownLimits(measuring: text).allowsParsing)
        }
        #expect(!MarkdownLimits(measuring: String(repeating: "a@", count: 513)).extensions.contains("autolink"))
        #expect(!MarkdownLimits(measuring: String(repeating: "-|", count: 201)).extensions.contains("table"))
        let long = "|-|-|\n" + String(repeating: "x\n", count: 7_000)
        #expect(!MarkdownLimits(measuring: long).extensions.contains("table"))
    }

    @Test func parsesOnManyThreadsAtOnce() async {
        let texts = [
            "~~a~~ www.b.org c@d.e", "|a|b|\n|-|-|\n|~~1~~|http://x.y|", "- [x] *a*\n- [ ] `b`",
            "plain ~ text : with @ marks",
        ]
        let expected = texts.map(MarkdownDocument.parse)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    (0..<100).allSatisfy { round in
                        MarkdownDocument.parse(texts[round % texts.count]) == expected[round % texts.count]
                    }
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }

    @Test func keepsParsedTextsWithinBounds() async {
        let shelf = DocumentShelf(capacity: 10_000)
        for number in 0..<500 {
            let text = "text *\(number)*"
            let document = await shelf.document(text)
            #expect(String(decoding: document.json, as: UTF8.self) == json(text))
            #expect(await shelf.document(text) == document)
            #expect(shelf.size <= 10_000)
        }
        _ = await shelf.document(String(repeating: "long ", count: 5_000))
        #expect(shelf.size <= 10_000 && shelf.size > 0)
        // Equal as strings, not as texts.
        #expect(await shelf.document("caf\u{e9}") != shelf.document("cafe\u{301}"))
    }

    private func depth(of tree: DocumentNode) -> Int {
        1 + (tree.children.map(depth).max() ?? 0)
    }

    private func count(of tree: DocumentNode) -> Int {
        tree.children.map(count).reduce(1, +)
    }
}
