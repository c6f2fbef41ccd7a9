import Foundation
import NIOCore

/// The fields of a form as browsers send it: `application/x-www-form-urlencoded`.
struct FormFields {
    private var fields: [String: String] = [:]

    /// Reads a body; of a field that comes twice, the first counts.
    ///
    /// - Returns: nil where it is not such a body.
    init?(_ body: ByteBuffer) {
        guard let pairs = Self.pairs(String(buffer: body)) else { return nil }
        for (name, value) in pairs where fields[name] == nil { fields[name] = value }
    }

    subscript(name: String) -> String? { fields[name] }

    /// The names and values in their order, as a form or an address has them; nil where something is no encoding of UTF-8.
    static func pairs(_ text: String) -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : "") else { return nil }
            pairs.append((name, value))
        }
        return pairs
    }

    private static func decoded(_ text: Substring) -> String? {
        String(text).replacing("+", with: " ").removingPercentEncoding
    }
}
