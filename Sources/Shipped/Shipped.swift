public import Foundation

/// Finds the files that ship beside the binary.
public enum Shipped {
    /// The folder of that name beside the executable, so that an installed binary needs no source tree; else `fallback`.
    public static func folder(_ name: String, fallback: @autoclosure () -> URL) -> URL {
        let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let folder = executable.deletingLastPathComponent().appending(path: name)
        return FileManager.default.fileExists(atPath: folder.path) ? folder : fallback()
    }
}
