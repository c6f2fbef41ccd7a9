/// Tables as CSV (RFC 4180).
enum CSVTable {
    /// One line, with its end.
    static func line(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") + "\r\n" }

    /// By bytes: a mark that combines with a quote or comma makes another character of it.
    private static func quoted(_ field: String) -> String {
        let special = Array(",\"\r\n".utf8)
        guard field.utf8.contains(where: special.contains) else { return field }
        let quote = UInt8(ascii: "\"")
        let content = field.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
        return "\"" + String(decoding: content, as: UTF8.self) + "\""
    }
}
