/// What a file of results holds, opened and ready to be read.
///
/// For callers that take both kinds; ``BattleReader`` refuses a file of pair counts.
public enum BattleFile {
    /// Single battles.
    case battles(BattleReader)
    /// Counts by pair of models.
    case pairCounts(PairCountsReader)

    /// Opens a file and recognises its kind by its content.
    ///
    /// - Parameters:
    ///   - features: columns, or members of JSON records, to read as numbers of each battle; pair counts have none.
    ///   - texts: columns, or members of JSON records, to read as text.
    ///   - keepsFurther: whether to keep what columns say that mean nothing to the arena.
    public static func open(
        path: String,
        features: [String] = [],
        texts: [String] = [],
        keepsFurther: Bool = false
    ) throws(BattleFileError) -> BattleFile {
        try open(source: try FileBytes(path: path), features: features, texts: texts, keepsFurther: keepsFurther)
    }

    /// Recognises the kind of what a source holds.
    public static func open(
        source: any ByteSource,
        features: [String] = [],
        texts: [String] = [],
        keepsFurther: Bool = false
    ) throws(BattleFileError) -> BattleFile {
        var opened = try OpenedBytes(ByteWindow(source: source))
        guard try PairCountsRecognition.holds(&opened.window) else {
            let asked = ColumnsAsked(features: features, texts: texts, keepsFurther: keepsFurther)
            return .battles(try BattleReader(opened, asked))
        }
        return .pairCounts(try PairCountsReader(opened))
    }
}
