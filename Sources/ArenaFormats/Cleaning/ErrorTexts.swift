/// What stands in place of an answer, or after it, when its model failed.
enum ErrorTexts {
    /// The beginnings of FastChat's notices of errors, in lower case: the tail of the list of words in its `clean_battle_data.py`.
    private static let notices = [
        "network error due to high traffic", "$moderation$ your input violates", "api request error",
    ].map { Array($0.utf8) }
    /// The cursor that FastChat shows after an answer while it is being written.
    private static let cursor = Array("▌".utf8)

    /// Whether a text has a notice of an error in it.
    static func occur(in text: String) -> Bool {
        let bytes = text.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
        return notices.contains { PromptText.holds(bytes, $0) }
    }

    /// Whether a text ends with the cursor: its answer was cut off.
    static func isUnfinished(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let end = bytes.lastIndex { $0 != 0x20 && $0 != 0x0a && $0 != 0x0d && $0 != 0x09 } ?? -1
        return bytes[...end].suffix(cursor.count).elementsEqual(cursor)
    }
}
