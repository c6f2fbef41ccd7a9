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
        tags: [String]? = nil,
        turns: Int? = nil,
        userTokens: Int? = nil,
        isRefusal: Bool? = nil,
        isSampled: Bool? = nil,
        evaluationOrder: Int? = nil,
        session: String? = nil,
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
            anonymous: anonymous,
            tags: tags.map(TagList.normalised),
            turns: turns,
            userTokens: userTokens,
            isRefusal: isRefusal,
            isSampled: isSampled,
            evaluationOrder: evaluationOrder,
            session: session
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

    /// When the battle was judged, to the microsecond; before 1900 and after 2099 to the millisecond.
    public var time: Date? {
        get { details.values?.time }
        set { details.change { $0.time = newValue } }
    }

    /// The user's turns in order, with the first model; empty when the format has none.
    ///
    /// See also ``askedB``.
    public var prompt: [String] {
        get { details.values?.prompt ?? [] }
        set { details.change { $0.prompt = newValue } }
    }

    /// What the second model was asked, where that is not ``prompt`` and ``system``: other turns, fewer or more, or another system message.
    public var askedB: Asked? {
        get { details.values?.askedB }
        set { details.change { $0.askedB = newValue } }
    }

    /// The user's turns, where both models were asked the same as far as each conversation went; nil where they were asked two things.
    ///
    /// Answers to two questions make a battle, but are not to be shown side by side as answers to one.
    public var sharedPrompt: [String]? {
        guard let details = details.values else { return [] }
        return details.askedB.map { Asked.shared(details.prompt, $0.prompt) } ?? details.prompt
    }

    /// What the first model was asked.
    var askedA: Asked { Asked(prompt: prompt, system: system) }

    /// The system message of either model.
    public var anySystem: String? { system ?? askedB?.system }

    /// The system message of the first model.
    ///
    /// See also ``askedB``.
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

    /// The texts that the reader was asked for, in that order, nil where the record has none; empty where it was asked for none.
    public var texts: [String?] {
        get { details.values?.texts ?? [] }
        set { details.change { $0.texts = newValue } }
    }

    /// What columns say that mean nothing to the arena, in the file's order, where the reader was asked to keep them: texts, numbers and
    /// flags; empty cells and null are none.
    public var further: [FurtherValue] {
        get { details.values?.further ?? [] }
        set { details.change { $0.further = newValue } }
    }

    /// The values of the features that the reader was asked for, in that order; empty where it was asked for none.
    ///
    /// NaN for one of ``StyleCounts/features`` that the file has no column of: it can be measured.
    public var features: [Double] {
        get { details.values?.features ?? [] }
        set { details.change { $0.features = newValue } }
    }

    /// The categories that hold of the battle as the file tells them (see ``Category``), and its own tags.
    ///
    /// Sorted by their bytes, each once. Nil when the record tells of none: it has neither `category_tag`, `is_code`,
    /// `occupational_tags` nor `tags`. What follows from the other fields, such as `multi_turn`, is not among them;
    /// ``BattleCategories`` has both.
    public var tags: [String]? {
        get { details.values?.tags }
        set { details.change { $0.tags = newValue.map(TagList.normalised) } }
    }

    /// Of which categories the record itself says whether they hold.
    var told: ToldCategories {
        get { details.values?.told ?? [] }
        set { details.change { $0.told = newValue } }
    }

    /// How many turns the conversation has: `conv_metadata.turns`, else ``turn``, else the number of the user's turns.
    ///
    /// Nil where the record has none of these. Setting it stands for `conv_metadata.turns`.
    public var turns: Int? {
        get {
            guard let details = details.values else { return nil }
            if let turns = details.turns ?? details.turn { return turns }
            let prompt = sharedPrompt ?? details.prompt
            return prompt.isEmpty ? nil : prompt.count
        }
        set { details.change { $0.turns = newValue } }
    }

    /// The turns as `conv_metadata` tells them.
    var toldTurns: Int? { details.values?.turns }

    /// The tokens of all the user's turns, as the publisher counts them (`conv_metadata.sum_user_tokens`).
    public var userTokens: Int? {
        get { details.values?.userTokens }
        set { details.change { $0.userTokens = newValue } }
    }

    /// Whether a model refuses to answer (`is_refusal`).
    public var isRefusal: Bool? {
        get { details.values?.isRefusal }
        set { details.change { $0.isRefusal = newValue } }
    }

    /// Whether the publisher's sample without frequent duplicates has the battle (`dedup_tag.sampled`).
    public var isSampled: Bool? {
        get { details.values?.isSampled }
        set { details.change { $0.isSampled = newValue } }
    }

    /// The battle's place in its evaluation session, counted from 1 (`evaluation_order`).
    public var evaluationOrder: Int? {
        get { details.values?.evaluationOrder }
        set { details.change { $0.evaluationOrder = newValue } }
    }

    /// The evaluation session, over which a judge votes several times (`evaluation_session_id`).
    public var session: String? {
        get { details.values?.session }
        set { details.change { $0.session = newValue } }
    }
}
