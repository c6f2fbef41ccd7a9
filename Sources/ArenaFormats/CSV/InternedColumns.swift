/// The texts of columns whose values repeat from row to row.
struct InternedColumns {
    private var models = StringInterner()
    private var labels = StringInterner()

    /// The text of a field's content.
    mutating func string(_ field: BattleField, _ value: Span<UInt8>) throws(TextFault) -> String {
        switch field {
        case .modelA, .modelB: try models.string(value)
        case .judge, .language, .turn, .anonymous, .isCode, .isRefusal, .tags, .evaluationOrder:
            try labels.string(value)
        case .winner, .id, .time, .prompt, .responseA, .responseB, .winnerIsA, .winnerIsB, .winnerIsTie, .session:
            try Text.string(value)
        }
    }

    /// The text of a field's content that has been copied out of the file.
    mutating func string(_ field: BattleField, of copy: [UInt8]) throws(TextFault) -> String {
        try string(field, copy.span)
    }
}
