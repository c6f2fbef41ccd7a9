/// The text of a libpq connection string: `key=value` pairs.
enum ConnectionString {
    /// Joins the pairs, each value quoted so that spaces, quotes and backslashes in it survive.
    static func make(_ pairs: KeyValuePairs<String, String>) -> String {
        pairs.map { key, value in "\(key)=\(quoted(value))" }.joined(separator: " ")
    }

    static func quoted(_ value: String) -> String {
        var text = "'"
        for character in value {
            if character == "'" || character == "\\" { text.append("\\") }
            text.append(character)
        }
        return text + "'"
    }
}
