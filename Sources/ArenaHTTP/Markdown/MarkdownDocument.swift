import CCMarkGFM
import Synchronization

/// Reads GitHub-flavoured markdown into a tree of what is to be shown.
enum MarkdownDocument {
    /// The parser switches its table of special characters, which all of the process shares, on and off for each text.
    private static let parser = Mutex(())

    private static let registration: Void = cmark_gfm_core_extensions_ensure_registered()

    /// The tree of a text; any text has one.
    static func parse(_ text: String) -> DocumentNode {
        let limits = MarkdownLimits(measuring: text)
        guard limits.allowsParsing else { return .plain(text) }
        let math = MathSpans(text)
        return parser.withLock { _ in tree(of: math, extensions: limits.extensions) } ?? .plain(text)
    }

    private static func tree(of math: MathSpans, extensions: [String]) -> DocumentNode? {
        _ = registration
        guard let parser = unsafe cmark_parser_new(CMARK_OPT_DEFAULT) else { return nil }
        defer { unsafe cmark_parser_free(parser) }
        for name in extensions {
            guard let syntax = unsafe cmark_find_syntax_extension(name) else { continue }
            _ = unsafe cmark_parser_attach_syntax_extension(parser, syntax)
        }
        var text = math.text
        text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                unsafe cmark_parser_feed(parser, characters.baseAddress, characters.count)
            }
        }
        guard let root = unsafe cmark_parser_finish(parser) else { return nil }
        defer { unsafe cmark_node_free(root) }
        guard let iterator = unsafe cmark_iter_new(root) else { return nil }
        defer { unsafe cmark_iter_free(iterator) }
        return unsafe build(from: iterator, math)
    }

    /// Walks the parser's tree without recursion.
    private static func build(from iterator: OpaquePointer, _ math: MathSpans) -> DocumentNode? {
        var builder = DocumentBuilder(maximumDepth: MarkdownLimits.maximumDepth)
        while true {
            let event = unsafe cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = unsafe cmark_iter_get_node(iterator) else { break }
            if event == CMARK_EVENT_ENTER {
                guard builder.count < MarkdownLimits.maximumNodes else { return nil }
                unsafe enter(node, math, &builder)
            } else {
                builder.exit()
            }
        }
        return builder.document
    }

    private static func enter(_ node: OpaquePointer, _ math: MathSpans, _ builder: inout DocumentBuilder) {
        let kind = unsafe CMarkNode(node).kind
        // The iterator reports no exit for the parser's own leaves, which are not quite the tree's.
        if unsafe CMarkNode(node).isLeaf {
            switch kind {
            case nil: break
            case .text(let text): for piece in math.pieces(of: text) { builder.add(piece) }
            case let kind?: builder.add(kind.restored(by: math))
            }
        } else {
            builder.enter(kind?.restored(by: math))
        }
    }
}

extension DocumentNode.Kind {
    /// The same with the formulas back that were taken out of what is none of a reader's text.
    fileprivate func restored(by math: MathSpans) -> Self {
        guard !math.spans.isEmpty else { return self }
        return switch self {
        case .codeBlock(let info, let text): .codeBlock(info: math.restored(info), text: math.restored(text))
        case .code(let text): .code(math.restored(text))
        case .html(let text): .html(math.restored(text))
        case .link(let url, let title): .link(url: math.restored(url), title: math.restored(title))
        case .image(let url, let title): .image(url: math.restored(url), title: math.restored(title))
        default: self
        }
    }
}
