/// The media type of a page's file, by the end of its name.
enum PageMediaType {
    static func of(fileName: String) -> String {
        let ending = fileName.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last ?? ""
        return switch ending.lowercased() {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "json", "map": "application/json"
        case "webmanifest": "application/manifest+json"
        case "txt": "text/plain; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "webp": "image/webp"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        default: "application/octet-stream"
        }
    }

    /// Whether content of the type gets smaller by compressing: what is text does, pictures and fonts are packed already.
    static func zips(_ type: String) -> Bool {
        type.hasPrefix("text/") || type.hasSuffix("json") || type.hasSuffix("+xml")
    }
}
