/// What is to be read of each record beside the fields of a battle.
struct ColumnsAsked {
    /// Columns, or members of JSON records, to read as numbers.
    var features: [String] = []
    /// Columns, or members of JSON records, to read as text.
    var texts: [String] = []
    /// Whether every column that means nothing to the arena is to be kept, see ``BattleRecord/further``.
    var keepsFurther = false
}
