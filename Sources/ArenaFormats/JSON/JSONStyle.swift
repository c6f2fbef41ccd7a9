/// The style of both responses as `conv_metadata` of LMArena's records has it.
enum JSONStyle {
    /// The counts of A and B; nil where the metadata has none.
    ///
    /// - Throws: `BattleFileError` where the metadata has another shape.
    static func counts(in metadata: JSONObject) throws(BattleFileError) -> (a: StyleCounts, b: StyleCounts)? {
        guard let a = try counts("a", metadata), let b = try counts("b", metadata) else { return nil }
        return (a, b)
    }

    private static func counts(_ side: String, _ metadata: JSONObject) throws(BattleFileError) -> StyleCounts? {
        guard let length = try metadata.quantity("sum_assistant_\(side)_tokens") else { return nil }
        let headers = try metadata.sum("header_count_\(side)")
        let lists = try metadata.sum("list_count_\(side)")
        let bold = try metadata.sum("bold_count_\(side)")
        guard [length, headers, lists, bold].allSatisfy(range.contains) else {
            throw metadata.error(
                .badValue,
                "sum_assistant_\(side)_tokens",
                "or another count of this side is below zero or beyond reason"
            )
        }
        return StyleCounts(length: length, headers: headers, lists: lists, bold: bold)
    }

    /// What a count can be.
    private static let range = 0.0...1e12
}
