public import Foundation
import Shipped

/// The numbered SQL files of this folder, as they ship beside the binary.
public enum Migrations {
    /// The folder that holds the `NNNN_name.sql` files.
    public static var directory: URL {
        Shipped.folder("arena_Migrations.resources", fallback: Bundle.module.bundleURL)
    }
}
