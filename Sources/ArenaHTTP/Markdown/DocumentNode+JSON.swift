extension DocumentNode: JSONValue {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", kind.name)
            switch kind {
            case .heading(let level):
                writer.field("level", level)
            case .list(let ordered, let start, let tight):
                writer.field("ordered", ordered)
                writer.field("start", start)
                writer.field("tight", tight)
            case .item(let checked):
                if let checked { writer.field("checked", checked) }
            case .codeBlock(let info, let text):
                writer.field("info", info)
                writer.field("text", text)
            case .table(let alignments):
                writer.field("alignments", alignments.map { $0?.rawValue })
            case .tableRow(let header):
                writer.field("header", header)
            case .math(let display, let text):
                writer.field("display", display)
                writer.field("text", text)
            case .text(let text), .code(let text), .html(let text):
                writer.field("text", text)
            case .link(let url, let title), .image(let url, let title):
                writer.field("url", url)
                writer.field("title", title)
            default:
                break
            }
            if !kind.isLeaf { writer.field("children", children) }
        }
    }
}

extension DocumentNode.Kind {
    /// The `type` on the wire.
    var name: String {
        switch self {
        case .document: "document"
        case .paragraph: "paragraph"
        case .heading: "heading"
        case .blockQuote: "block_quote"
        case .list: "list"
        case .item: "item"
        case .codeBlock: "code_block"
        case .thematicBreak: "thematic_break"
        case .table: "table"
        case .tableRow: "table_row"
        case .tableCell: "table_cell"
        case .text: "text"
        case .softbreak: "softbreak"
        case .linebreak: "linebreak"
        case .emph: "emph"
        case .strong: "strong"
        case .strikethrough: "strikethrough"
        case .code: "code"
        case .math: "math"
        case .link: "link"
        case .image: "image"
        case .html: "html"
        }
    }

    /// Whether it can have no children.
    var isLeaf: Bool {
        switch self {
        case .codeBlock, .thematicBreak, .text, .softbreak, .linebreak, .code, .math, .html: true
        default: false
        }
    }
}
