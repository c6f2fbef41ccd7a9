public import Foundation
import Shipped

/// What of this folder ships beside the binary.
public enum Documents {
    /// How everything is computed, in markdown.
    public static var method: URL {
        Shipped.folder("arena_Documents.resources", fallback: Bundle.module.bundleURL).appending(path: "method.md")
    }
}
