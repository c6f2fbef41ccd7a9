/// The fields of a battle and the names files give them, preferred name first: the one place that knows them.
enum BattleField: Int, CaseIterable {
    case modelA, modelB, winner, id, judge, language, time, prompt
    case responseA, responseB, winnerIsA, winnerIsB, winnerIsTie
    case turn, anonymous, isCode, isRefusal, tags, evaluationOrder, session

    /// The names this field goes by.
    var names: [String] {
        switch self {
        case .modelA: ["model_a"]
        case .modelB: ["model_b"]
        case .winner: ["winner"]
        case .id: ["question_id", "id"]
        case .judge: ["judge", "judge_hash"]
        case .language: ["language"]
        case .time: ["tstamp", "timestamp", "date"]
        case .prompt: ["prompt"]
        case .responseA: ["response_a"]
        case .responseB: ["response_b"]
        case .winnerIsA: ["winner_model_a"]
        case .winnerIsB: ["winner_model_b"]
        case .winnerIsTie: ["winner_tie"]
        case .turn: ["turn"]
        case .anonymous: ["anony"]
        case .isCode: ["is_code"]
        case .isRefusal: ["is_refusal"]
        case .tags: ["tags"]
        case .evaluationOrder: ["evaluation_order"]
        case .session: ["evaluation_session_id"]
        }
    }

    /// The preferred name.
    var name: String { names[0] }

    /// Whether a battle cannot do without the field.
    var isRequired: Bool { rawValue <= BattleField.winner.rawValue }

    /// The columns that together say who won in the 55k file, each 0 or 1.
    static let winnerFlags: [BattleField] = [.winnerIsA, .winnerIsB, .winnerIsTie]
}
