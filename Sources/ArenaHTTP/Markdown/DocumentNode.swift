/// A node of a parsed markdown text: what is to be shown, with no HTML in it anywhere.
struct DocumentNode: Sendable, Equatable {
    /// Where the text of a table's column stands.
    enum Alignment: String, Sendable {
        case left, center, right
    }

    /// What a node is, with what belongs to it beside its children.
    enum Kind: Sendable, Equatable {
        case document
        case paragraph
        case heading(level: Int)
        case blockQuote
        case list(ordered: Bool, start: Int, tight: Bool)
        case item(checked: Bool?)
        case codeBlock(info: String, text: String)
        case thematicBreak
        case table(alignments: [Alignment?])
        case tableRow(header: Bool)
        case tableCell
        case text(String)
        case softbreak
        case linebreak
        case emph
        case strong
        case strikethrough
        case code(String)
        /// A formula in TeX, in a line or displayed by itself.
        case math(display: Bool, text: String)
        case link(url: String, title: String)
        case image(url: String, title: String)
        /// Raw HTML as it was written, to be shown as such.
        case html(String)
    }

    let kind: Kind
    var children: [DocumentNode] = []

    init(_ kind: Kind, _ children: [DocumentNode] = []) {
        self.kind = kind
        self.children = children
    }

    /// A text without any markup, as a document.
    static func plain(_ text: String) -> DocumentNode {
        DocumentNode(.document, text.isEmpty ? [] : [DocumentNode(.paragraph, [DocumentNode(.text(text))])])
    }
}
