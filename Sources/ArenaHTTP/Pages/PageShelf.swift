import Foundation

/// The static pages, read once: a request can only name what is on the shelf, and no request touches the file system.
struct PageShelf: Sendable {
    /// More than this is not a folder of pages but a mistaken path.
    private static let maximumBytes = 64 * 1024 * 1024

    private let pages: [String: PreparedBody]

    /// Reads the regular files of a folder and of the folders in it; hidden files and symbolic links stay out.
    ///
    /// `NAME.html` is also found at `/NAME`, and `index.html` at its folder.
    ///
    /// - Parameter vendor: a folder that is found at `/vendor/`, if it is there.
    /// - Throws: `PageShelfError` when the folder cannot be read or has no `index.html`.
    init(directory: String, vendor: String? = nil) throws {
        let root = URL(filePath: directory, directoryHint: .isDirectory)
        let keys: [URLResourceKey] = [.isRegularFileKey, .isDirectoryKey, .isSymbolicLinkKey]
        var pages: [String: PreparedBody] = [:]
        var total = 0
        var folders: [(url: URL, path: String)] = [(root, "/")]
        if let vendor, FileManager.default.fileExists(atPath: vendor) {
            folders.append((URL(filePath: vendor, directoryHint: .isDirectory), "/vendor/"))
        }
        while let folder = folders.popLast() {
            let files: [URL]
            do {
                files = try FileManager.default.contentsOfDirectory(
                    at: folder.url,
                    includingPropertiesForKeys: keys
                )
            } catch {
                throw PageShelfError("The pages cannot be read from \(folder.url.path): \(error.localizedDescription)")
            }
            for file in files where !file.lastPathComponent.hasPrefix(".") {
                let name = file.lastPathComponent
                let values = try file.resourceValues(forKeys: Set(keys))
                if values.isSymbolicLink == true { continue }
                if values.isDirectory == true {
                    folders.append((file, folder.path + name + "/"))
                } else if values.isRegularFile == true {
                    let bytes = Array(try Data(contentsOf: file))
                    total += bytes.count
                    guard total <= Self.maximumBytes else {
                        throw PageShelfError("\(directory) holds too much to be the folder of the pages.")
                    }
                    let type = PageMediaType.of(fileName: name)
                    let page = PreparedBody(bytes, contentType: type, zips: PageMediaType.zips(type))
                    for path in Self.paths(of: name, in: folder.path) { pages[path] = page }
                }
            }
        }
        guard pages["/"] != nil else {
            throw PageShelfError("There is no index.html in \(directory). Name the folder of the pages.")
        }
        self.pages = pages
    }

    /// The page at a path, which may be percent-encoded.
    func page(at path: String) -> PreparedBody? {
        pages[path] ?? path.removingPercentEncoding.flatMap { pages[$0] }
    }

    private static func paths(of name: String, in folder: String) -> [String] {
        if name == "index.html" { return [folder, folder + name] }
        if name.hasSuffix(".html") { return [folder + name.dropLast(5), folder + name] }
        return [folder + name]
    }
}

/// Why the pages cannot be served.
struct PageShelfError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
