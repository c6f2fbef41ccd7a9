public import Foundation
import Shipped

/// The static pages of this folder, as they ship beside the binary.
public enum Web {
    /// The folder served at `/`.
    public static var directory: URL {
        Shipped.folder("arena_Web.resources", fallback: Bundle.module.bundleURL).appending(path: "public")
    }
}
