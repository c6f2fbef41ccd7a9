// The documents of prompts and responses as HTML, element by element as the pages' own script builds them.
extension HTMLWriter {
    /// Deeper nesting than this is shown as its plain text.
    private static let maximumDepth = 48

    /// Where in a document something stands.
    private struct Place {
        var depth = 0
        var isTight = false
        var isInline = false
        var isInLink = false
        /// How far down the document's first level of headings stands.
        let headingOffset: Int
        /// The alignments of the table it stands in.
        var alignments: [DocumentNode.Alignment?] = []
        var isHead = false

        func inner(_ change: (inout Place) -> Void = { _ in }) -> Place {
            var place = self
            place.depth += 1
            change(&place)
            return place
        }
    }

    /// Adds a document.
    ///
    /// - Parameter headingOffset: how many levels of headings stand above it.
    mutating func document(_ node: DocumentNode, headingOffset: Int = 2) {
        children(node, Place(headingOffset: headingOffset))
    }

    private mutating func children(_ node: DocumentNode, _ place: Place) {
        for child in node.children { add(child, place) }
    }

    private mutating func add(_ node: DocumentNode, _ place: Place) {
        guard place.depth < Self.maximumDepth else {
            words(node.plainText)
            return
        }
        switch node.kind {
        case .document: children(node, place)
        case .paragraph:
            if place.isTight {
                children(node, place.inner { $0.isInline = true })
            } else {
                element("p", [("dir", "auto")]) { $0.children(node, place.inner { $0.isInline = true }) }
            }
        case .heading(let level): heading(node, level, place)
        case .blockQuote: element("blockquote") { $0.children(node, place.inner { $0.isTight = false }) }
        case .list(let ordered, let start, let tight):
            let inner = place.inner { $0.isTight = tight }
            if ordered {
                var attributes: [(StaticString, String)] = []
                if start != 1 { attributes.append(("start", "\(start)")) }
                element("ol", attributes) { $0.children(node, inner) }
            } else {
                element("ul") { $0.children(node, inner) }
            }
        case .item(let checked):
            element("li") { writer in
                if let checked { writer.words(checked ? "☑ " : "☐ ") }
                writer.children(node, place.inner())
            }
        case .codeBlock(_, let text):
            element("div", [("class", "code"), ("dir", "ltr")]) { writer in
                writer.element("div", [("class", "scroller"), ("tabindex", "0")]) { writer in
                    writer.element("pre") { $0.element("code", words: text) }
                }
            }
        case .thematicBreak: void("hr")
        case .table(let alignments):
            element("div", [("class", "scroller"), ("tabindex", "0")]) { writer in
                writer.element("table") { writer in
                    writer.children(node, place.inner { $0.alignments = alignments })
                }
            }
        case .tableRow(let header): row(node, header, place)
        case .tableCell: children(node, place)
        case .text(let text): words(text)
        case .softbreak: words("\n")
        case .linebreak: void("br")
        case .emph: element("em") { $0.children(node, place.inner()) }
        case .strong: element("strong") { $0.children(node, place.inner()) }
        case .strikethrough: element("del") { $0.children(node, place.inner()) }
        case .code(let text): element("code", words: text)
        case .math(let display, let text):
            element("code", [("class", display ? "math display" : "math")], words: text)
        case .html(let text):
            if place.isInline {
                element("span", [("class", "raw")], words: text)
            } else {
                element("p", [("class", "raw")], words: text)
            }
        case .link(let url, let title):
            if place.isInLink {
                children(node, place.inner())
            } else {
                anchor(url, title) { $0.children(node, place.inner { $0.isInLink = true }) }
            }
        case .image(let url, let title):
            // An image is never fetched: it could tell its host who reads, and the reader who wrote.
            let label = "🖼 " + node.plainText
            if place.isInLink || url.isEmpty {
                element("span", [("class", "image")], words: label)
            } else {
                anchor(url, title) { $0.words(label) }
            }
        }
    }

    private mutating func heading(_ node: DocumentNode, _ level: Int, _ place: Place) {
        let inner = place.inner { $0.isInline = true }
        switch level + place.headingOffset {
        case ...1: element("h1") { $0.children(node, inner) }
        case 2: element("h2") { $0.children(node, inner) }
        case 3: element("h3") { $0.children(node, inner) }
        case 4: element("h4") { $0.children(node, inner) }
        case 5: element("h5") { $0.children(node, inner) }
        default: element("h6") { $0.children(node, inner) }
        }
    }

    private mutating func row(_ node: DocumentNode, _ isHead: Bool, _ place: Place) {
        element("tr") { writer in
            for (column, cell) in node.children.enumerated() {
                let alignment = place.alignments.indices.contains(column) ? place.alignments[column] : nil
                var attributes: [(StaticString, String)] = alignment.map { [("class", "align-\($0.rawValue)")] } ?? []
                let inner = place.inner { $0.isInline = true }
                if isHead && !cell.plainText.isEmpty {
                    attributes.append(("scope", "col"))
                    writer.element("th", attributes) { $0.children(cell, inner) }
                } else {
                    writer.element("td", attributes) { $0.children(cell, inner) }
                }
            }
        }
    }

    private mutating func anchor(_ url: String, _ title: String, _ content: (inout HTMLWriter) -> Void) {
        var attributes: [(StaticString, String)] = [("href", url), ("rel", "noopener noreferrer nofollow")]
        if !title.isEmpty { attributes.append(("title", title)) }
        element("a", attributes, content)
    }
}

extension DocumentNode {
    /// Its words without markup.
    var plainText: String {
        switch kind {
        case .text(let text), .code(let text), .html(let text), .codeBlock(_, let text), .math(_, let text): text
        case .softbreak, .linebreak: "\n"
        default: children.map(\.plainText).joined()
        }
    }
}
