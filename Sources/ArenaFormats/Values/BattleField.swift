/// The fields of a battle and the names files give them, preferred name first: the one place that knows them.
enum BattleField: Int, CaseIterable {
    case modelA, modelB, winner, id, judge, language, time, prompt

    /// The names this field goes by.
    var names: [String] {
        switch self {
        case .modelA: ["model_a"]
        case .modelB: ["model_b"]
        case .winner: ["winner"]
        case .id: ["question_id", "id"]
        case .judge: ["judge"]
        case .language: ["language"]
        case .time: ["tstamp", "timestamp", "date"]
        case .prompt: ["prompt"]
        }
    }

    /// The preferred name.
    var name: String { names[0] }

    /// Whether a battle cannot do without the field.
    var isRequired: Bool { rawValue <= BattleField.winner.rawValue }
}
