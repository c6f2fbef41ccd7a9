/// The fields of a pair-count record, by the names files give them.
enum PairCountField: String, CaseIterable {
    case modelA = "model_a"
    case modelB = "model_b"
    case winsA = "wins_a"
    case winsB = "wins_b"
    case ties
    case bothBad = "both_bad"

    /// The models.
    static let models: [PairCountField] = [.modelA, .modelB]
    /// The counts.
    static let counts: [PairCountField] = [.winsA, .winsB, .ties, .bothBad]

    /// Whether a record may do without; the count is then 0.
    var isOptional: Bool { self == .ties || self == .bothBad }

    /// What a count can be, for error messages.
    static let expectedCount = "a whole number from 0 to \(Int64.max)"
}
