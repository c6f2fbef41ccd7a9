/// Which battles LMArena's own pipeline would leave out of a ranking, as rules that can each be asked for.
///
/// The rules of FastChat's `clean_battle_data.py` and of LMArena's analyses. A record that does not tell what a rule asks is admitted: most
/// sets have been through some of the rules already and then lack the field. Battles are given in the file's order; each that is left
/// out is counted once, under the first rule against it.
public struct CleaningRules: Sendable {
    /// Why a battle is left out.
    public enum Reason: String, Sendable, CaseIterable {
        /// The judge saw the models' names.
        case named
        /// The publisher's sample without frequent prompts does not have it.
        case duplicate
        /// A later battle of an evaluation session.
        case laterInSession
        /// A model refuses to answer.
        case refusal
        /// An answer is missing or blank.
        case emptyAnswer
        /// An answer is a notice that its model failed.
        case error
        /// An answer was cut off while it was being written.
        case unfinished
        /// An answer names a model or who made it.
        case identity
        /// The judge has as many battles as one may have.
        case judgeLimit

        /// What such battles are, in words.
        public var description: String {
            switch self {
            case .named: "with names shown"
            case .duplicate: "duplicates"
            case .laterInSession: "later in their session"
            case .refusal: "with a refusal"
            case .emptyAnswer: "with an empty answer"
            case .error: "with an error in place of an answer"
            case .unfinished: "with an unfinished answer"
            case .identity: "with a model's name in an answer"
            case .judgeLimit: "above the limit of their judge"
            }
        }
    }

    /// Only battles in which the models' names were hidden: `anonymous` is not false.
    public var isAnonymousOnly = false
    /// Only battles of the publisher's sample without frequent prompts: `isSampled` is not false.
    public var isDeduplicated = false
    /// Only the first battle of an evaluation session: place 1, or the first in the file where records give no place.
    public var isFirstOfSessionOnly = false
    /// No battles in which a model refuses.
    public var isWithoutRefusals = false
    /// No battles with an answer that is missing on one side, or blank.
    public var isWithoutEmptyAnswers = false
    /// No battles with a notice of an error in an answer, or with one that was cut off.
    public var isWithoutErrors = false
    /// No battles with one of these words in an answer, in upper or lower case, also inside longer words; empty for no such rule.
    ///
    /// Letters outside ASCII have to be written as in the answers.
    public var identityWords: IdentityWords = IdentityWords([])
    /// The most battles of one judge, the first in the file's order; nil for no limit.
    ///
    /// Battles left out by another rule do not count.
    public var battlesPerJudge: Int?

    /// How many battles have been admitted.
    public private(set) var admittedCount = 0
    /// How many battles have been left out, by the reason.
    public private(set) var leftOut: [Reason: Int] = [:]
    private var sessions: Set<String> = []
    private var judges: [String: Int] = [:]

    /// No rules: every battle is admitted.
    public init() {}

    /// All rules but the limit for judges, with the arena's list of identity words.
    public static var all: CleaningRules {
        var rules = CleaningRules()
        rules.isAnonymousOnly = true
        rules.isDeduplicated = true
        rules.isFirstOfSessionOnly = true
        rules.isWithoutRefusals = true
        rules.isWithoutEmptyAnswers = true
        rules.isWithoutErrors = true
        rules.identityWords = .known
        return rules
    }

    /// Whether the next battle of the file is to be ranked.
    ///
    /// - Parameter isAsked: whether the battle is among those asked for; it may be the first of its session in any case.
    public mutating func admits(_ battle: BattleRecord, isAsked: Bool = true) -> Bool {
        let isFirst = !isFirstOfSessionOnly || isFirst(battle)
        guard isAsked else { return false }
        if let reason = reason(against: battle, isFirst: isFirst) {
            leftOut[reason, default: 0] += 1
            return false
        }
        admittedCount += 1
        return true
    }

    /// What was left out, in words, such as "3 duplicates, 1 with a refusal"; empty where nothing was.
    public var summary: String {
        Reason.allCases.compactMap { reason in leftOut[reason].map { "\($0) \(reason.description)" } }
            .joined(separator: ", ")
    }

    private mutating func reason(against battle: BattleRecord, isFirst: Bool) -> Reason? {
        if isAnonymousOnly, battle.anonymous == false { return .named }
        if isDeduplicated, battle.isSampled == false { return .duplicate }
        if !isFirst { return .laterInSession }
        if isWithoutRefusals, battle.isRefusal == true { return .refusal }
        if isWithoutEmptyAnswers, Self.hasEmptyAnswer(battle) { return .emptyAnswer }
        let answers = (battle.responseA ?? []) + (battle.responseB ?? [])
        if isWithoutErrors {
            if answers.contains(where: ErrorTexts.occur) { return .error }
            if answers.contains(where: ErrorTexts.isUnfinished) { return .unfinished }
        }
        if !identityWords.isEmpty, answers.contains(where: identityWords.occur) { return .identity }
        if let battlesPerJudge, let judge = battle.judge {
            let count = judges[judge, default: 0]
            guard count < battlesPerJudge else { return .judgeLimit }
            judges[judge] = count + 1
        }
        return nil
    }

    private mutating func isFirst(_ battle: BattleRecord) -> Bool {
        if let place = battle.evaluationOrder { return place == 1 }
        guard let session = battle.session else { return true }
        return sessions.insert(session).inserted
    }

    private static func hasEmptyAnswer(_ battle: BattleRecord) -> Bool {
        guard battle.responseA != nil || battle.responseB != nil else { return false }
        return [battle.responseA, battle.responseB].contains { answers in
            guard let answers, !answers.isEmpty else { return true }
            return answers.contains { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
        }
    }
}
