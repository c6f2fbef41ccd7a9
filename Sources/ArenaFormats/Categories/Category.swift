/// The names of the categories of battles that the arena knows: LMArena's, with the rules by which LMArena has them.
///
/// Rules are those of FastChat's `serve/monitor/classify` and `monitor_md.py` and of the sets' cards; `arena` derives some of them
/// where a record does not tell, see ``BattleCategories``. A battle may carry any other tag of its own beside these.
public enum Category {
    /// Parts of the battles that have boards by other means than a tag.
    static let parts: Set<String> = ["overall", "excluding_ties", "excluding_refusals", "deduplicated"]

    /// Code is asked for or shown: `is_code`.
    public static let coding = "coding"
    /// A task of mathematics: `math_v0.1.math`.
    public static let math = "math"
    /// Creative writing is asked for: `creative_writing_v0.1.creative_writing`.
    public static let creativeWriting = "creative_writing"
    /// A prompt that meets at least 6 of the 7 criteria in `criteria_v0.1`.
    public static let hardPrompts = "hard_prompts"
    /// Instructions that can be followed to the letter: `if_v0.1.if`, with a score of at least 4 where there is one.
    public static let instructionFollowing = "instruction_following"
    /// At least 500 tokens of the user: `conv_metadata.sum_user_tokens`.
    public static let longerQuery = "longer_query"
    /// More than one turn: `conv_metadata.turns`, or `turn`.
    public static let multiTurn = "multi_turn"
    /// One turn.
    public static let oneRound = "rounds_1"
    /// Two turns.
    public static let twoRounds = "rounds_2"
    /// Three turns or more.
    public static let threeOrMoreRounds = "rounds_3_or_more"
    /// A model refuses to answer: `is_refusal`.
    public static let refusal = "refusal"
    /// A prompt sent so often that the publisher's sample leaves this battle out: `dedup_tag.sampled` is false.
    public static let duplicate = "duplicate"

    /// All of these names, in the order above.
    public static let all = [
        coding, math, creativeWriting, hardPrompts, instructionFollowing, longerQuery, multiTurn, oneRound, twoRounds,
        threeOrMoreRounds, refusal, duplicate,
    ]

    /// How many of the 7 criteria make a hard prompt.
    static let hardCriteria = 6
    /// The least score of instruction following.
    static let instructionScore = 4.0
    /// The tokens of a longer query.
    static let longerQueryTokens = 500

    /// The tag of an occupation, after a key of the expert set's `occupational_tags`.
    ///
    /// `occupation_` and the key in lower case, each run of anything but letters and digits an underscore.
    public static func occupation(_ key: String) -> String {
        let words = key.lowercased().split { !$0.isLetter && !$0.isNumber }
        return "occupation_" + words.joined(separator: "_")
    }
}
