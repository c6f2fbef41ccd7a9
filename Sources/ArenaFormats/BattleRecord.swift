public import Foundation
public import Ranking

/// One battle as a public file tells it: two models, who won, and whatever else the format carries.
///
/// Readers never make an empty `id`, `judge` or `language` (nil instead), nor an empty list of responses (nil instead).
public struct BattleRecord: Sendable, Equatable {
    /// The first model's name, exactly as written.
    public var modelA: String
    /// The second model's name, exactly as written.
    public var modelB: String
    /// Who won.
    public var outcome: Outcome
    /// The record's place among the file's records, counted from 1; records that cannot be read count too.
    public var record: Int
    /// The physical line on which the record starts, counted from 1.
    public var line: Int
    /// Everything a ranking can do without.
    private var details: BattleDetails.Box

    /// Creates a record; only the models and the outcome are required.
    public init(
        id: String? = nil,
        modelA: String,
        modelB: String,
        outcome: Outcome,
        judge: String? = nil,
        language: String? = nil,
        time: Date? = nil,
        prompt: [String] = [],
        system: String? = nil,
        responseA: [String]? = nil,
        responseB: [String]? = nil,
        turn: Int? = nil,
        anonymous: Bool? = nil,
        record: Int = 1,
        line: Int = 1
    ) {
        let details = BattleDetails(
            id: id,
            judge: judge,
            language: language,
            time: time,
            prompt: prompt,
            system: system,
            responseA: responseA,
            responseB: responseB,
            turn: turn,
            anonymous: anonymous
        )
        self.init(modelA: modelA, modelB: modelB, outcome: outcome, details: details, record: record, line: line)
    }

    /// Creates a record; without details it takes no memory of its own.
    init(modelA: String, modelB: String, outcome: Outcome, details: BattleDetails?, record: Int, line: Int) {
        self.modelA = modelA
        self.modelB = modelB
        self.outcome = outcome
        self.record = record
        self.line = line
        self.details = BattleDetails.Box(details)
    }

    /// The battle's own identifier (`question_id` or `id`), where the file gives one.
    public var id: String? {
        get { details.values?.id }
        set { details.change { $0.id = newValue } }
    }

    /// Who judged, as the publisher's pseudonym.
    public var judge: String? {
        get { details.values?.judge }
        set { details.change { $0.judge = newValue } }
    }

    /// The conversation's language, a name or a code as the publisher writes it.
    public var language: String? {
        get { details.values?.language }
        set { details.change { $0.language = newValue } }
    }

    /// When the battle was judged, to the microsecond.
    public var time: Date? {
        get { details.values?.time }
        set { details.change { $0.time = newValue } }
    }

    /// The user's turns in order; empty when the format has none.
    public var prompt: [String] {
        get { details.values?.prompt ?? [] }
        set { details.change { $0.prompt = newValue } }
    }

    /// The system message both models were given.
    public var system: String? {
        get { details.values?.system }
        set { details.change { $0.system = newValue } }
    }

    /// The first model's turns in order; nil when the format has none.
    ///
    /// An empty string is a valid answer.
    public var responseA: [String]? {
        get { details.values?.responseA }
        set { details.change { $0.responseA = newValue } }
    }

    /// The second model's turns in order; nil when the format has none.
    ///
    /// An empty string is a valid answer.
    public var responseB: [String]? {
        get { details.values?.responseB }
        set { details.change { $0.responseB = newValue } }
    }

    /// The turn of the conversation at which the judge voted, counted from 1.
    public var turn: Int? {
        get { details.values?.turn }
        set { details.change { $0.turn = newValue } }
    }

    /// Whether the models' names were hidden from the judge.
    public var anonymous: Bool? {
        get { details.values?.anonymous }
        set { details.change { $0.anonymous = newValue } }
    }

    /// The style of the first model's answers, as the file tells it; nil when it does not.
    public var styleA: StyleCounts? {
        get { details.values?.styleA }
        set { details.change { $0.styleA = newValue } }
    }

    /// The style of the second model's answers, as the file tells it; nil when it does not.
    public var styleB: StyleCounts? {
        get { details.values?.styleB }
        set { details.change { $0.styleB = newValue } }
    }

    /// The values of the features that the reader was asked for, in that order; empty where it was asked for none.
    public var features: [Float] {
        get { details.values?.features ?? [] }
        set { details.change { $0.features = newValue } }
    }
}
