import HTTPTypes

/// Which content encodings a client takes (RFC 9110 §12.5.3).
struct AcceptedEncodings {
    /// Whether gzip is one of them, by name or by a star, and not with a weight of zero.
    let takesGzip: Bool

    init(_ headers: HTTPFields) {
        var named: Bool?
        var any: Bool?
        for field in headers[values: .acceptEncoding] {
            for element in field.utf8.split(separator: UInt8(ascii: ",")) {
                let parts = element.split(separator: UInt8(ascii: ";"))
                guard let first = parts.first else { continue }
                let name = Self.lowercased(first)
                if name == "gzip" || name == "x-gzip" {
                    named = !Self.isRefused(parts.dropFirst())
                } else if name == "*" {
                    any = !Self.isRefused(parts.dropFirst())
                }
            }
        }
        takesGzip = named ?? any ?? false
    }

    /// Whether a weight among the parameters is zero.
    private static func isRefused(_ parameters: ArraySlice<Substring.UTF8View>) -> Bool {
        parameters.contains { parameter in
            let text = lowercased(parameter)
            guard text.hasPrefix("q="), let weight = Double(text.dropFirst(2)) else { return false }
            return weight == 0
        }
    }

    private static func lowercased(_ text: Substring.UTF8View) -> String {
        Substring(text).trimming { $0 == " " || $0 == "\t" }.lowercased()
    }
}
