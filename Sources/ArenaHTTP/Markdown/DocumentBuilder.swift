/// Puts a tree together from the steps of a walk, and keeps it as flat as it must be.
struct DocumentBuilder {
    /// A node whose children are still coming; without a kind, they become its parent's.
    private struct Open {
        let kind: DocumentNode.Kind?
        var children: [DocumentNode] = []
    }

    private let maximumDepth: Int
    private var open: [Open] = []
    /// How many nodes were entered below the deepest that is kept.
    private var depthBelow = 0
    private var outline = HeadingOutline()

    /// The nodes met so far.
    private(set) var count = 0
    /// The whole, once its root was left.
    private(set) var document: DocumentNode?

    init(maximumDepth: Int) {
        self.maximumDepth = maximumDepth
    }

    /// Begins a node that may have children; one without a kind is replaced by them.
    mutating func enter(_ kind: DocumentNode.Kind?) {
        count += 1
        if open.count >= maximumDepth {
            depthBelow += 1
        } else if case .heading(let level) = kind {
            open.append(Open(kind: .heading(level: outline.level(of: level))))
        } else {
            open.append(Open(kind: kind))
        }
    }

    /// Adds a node that has none.
    mutating func add(_ kind: DocumentNode.Kind) {
        count += 1
        guard let parent = open.indices.last else { return }
        open[parent].children.append(DocumentNode(depthBelow > 0 ? kind.flattened : kind))
    }

    /// Ends the node begun last.
    mutating func exit() {
        if depthBelow > 0 {
            depthBelow -= 1
            return
        }
        guard let ended = open.popLast() else { return }
        guard let parent = open.indices.last else {
            document = DocumentNode(ended.kind ?? .document, ended.children)
            return
        }
        if let kind = ended.kind {
            open[parent].children.append(DocumentNode(kind, ended.children))
        } else {
            open[parent].children.append(contentsOf: ended.children)
        }
    }
}

extension DocumentNode.Kind {
    /// The text of it alone.
    fileprivate var flattened: Self {
        switch self {
        case .text(let text), .code(let text), .math(_, let text), .html(let text), .codeBlock(_, let text): .text(text)
        default: .softbreak
        }
    }
}
