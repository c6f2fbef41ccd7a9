public import Foundation
import Shipped

/// The static pages of this folder, as they ship beside the binary.
public enum Web {
    /// The folder served at `/`.
    public static var directory: URL { resources.appending(path: "public") }

    /// The folder served at `/vendor/`: what of others the pages use, as it was there when this was built.
    public static var vendor: URL { resources.appending(path: "vendor") }

    private static var resources: URL {
        Shipped.folder("arena_Web.resources", fallback: Bundle.module.bundleURL)
    }
}
