import Foundation
import NIOCore

/// The fields of a form as browsers send it: `application/x-www-form-urlencoded`.
struct FormFields {
    private var fields: [String: String] = [:]

    /// Reads a body; of a field that comes twice, the first counts.
    ///
    /// - Returns: nil where it is not such a body.
    init?(_ body: ByteBuffer) {
        let text = String(buffer: body)
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : "") else {
                return nil
            }
            if fields[name] == nil { fields[name] = value }
        }
    }

    subscript(name: String) -> String? { fields[name] }

    private static func decoded(_ text: Substring) -> String? {
        String(text).replacing("+", with: " ").removingPercentEncoding
    }
}
