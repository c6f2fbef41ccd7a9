import CCMarkGFM

/// A node of the parser's tree, read into the terms of ours.
@unsafe
struct CMarkNode {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    /// Whether the parser's iterator enters it without leaving it.
    var isLeaf: Bool {
        switch unsafe typeName {
        case "html_block", "thematic_break", "code_block", "text", "softbreak", "linebreak", "code", "html_inline": true
        default: false
        }
    }

    /// What it is for a reader; `nil` when only its children are to be shown.
    var kind: DocumentNode.Kind? {
        switch unsafe typeName {
        case "document": .document
        case "paragraph": .paragraph
        case "heading": .heading(level: Int(unsafe cmark_node_get_heading_level(pointer)))
        case "block_quote": .blockQuote
        case "list": unsafe list
        case "item": .item(checked: nil)
        case "tasklist": .item(checked: unsafe cmark_gfm_extensions_get_tasklist_item_checked(pointer))
        case "code_block": .codeBlock(info: unsafe string(cmark_node_get_fence_info(pointer)), text: unsafe literal)
        case "thematic_break": .thematicBreak
        case "table": .table(alignments: unsafe alignments)
        case "table_header": .tableRow(header: true)
        case "table_row": .tableRow(header: unsafe cmark_gfm_extensions_get_table_row_is_header(pointer) != 0)
        case "table_cell": .tableCell
        case "text": .text(unsafe literal)
        case "softbreak": .softbreak
        case "linebreak": .linebreak
        case "emph": .emph
        case "strong": .strong
        case "strikethrough": .strikethrough
        case "code": .code(unsafe literal)
        case "html_block", "html_inline": .html(unsafe literal)
        case "link": unsafe LinkAddress.safe(url).map { .link(url: $0, title: unsafe title) }
        case "image": .image(url: unsafe LinkAddress.safe(url) ?? "", title: unsafe title)
        default: nil
        }
    }

    private var typeName: String { unsafe string(cmark_node_get_type_string(pointer)) }
    private var literal: String { unsafe string(cmark_node_get_literal(pointer)) }
    private var url: String { unsafe string(cmark_node_get_url(pointer)) }
    private var title: String { unsafe string(cmark_node_get_title(pointer)) }

    private var list: DocumentNode.Kind {
        .list(
            ordered: unsafe cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST,
            start: Int(unsafe cmark_node_get_list_start(pointer)),
            tight: unsafe cmark_node_get_list_tight(pointer) != 0
        )
    }

    private var alignments: [DocumentNode.Alignment?] {
        let columns = Int(unsafe cmark_gfm_extensions_get_table_columns(pointer))
        guard let marks = unsafe cmark_gfm_extensions_get_table_alignments(pointer) else { return [] }
        return (0..<columns).map { column in
            switch unsafe marks[column] {
            case UInt8(ascii: "l"): .left
            case UInt8(ascii: "c"): .center
            case UInt8(ascii: "r"): .right
            default: nil
            }
        }
    }

    private func string(_ characters: UnsafePointer<CChar>?) -> String {
        unsafe characters.map { unsafe String(cString: $0) } ?? ""
    }
}
