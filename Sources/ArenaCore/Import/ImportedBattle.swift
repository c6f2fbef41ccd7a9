public import Foundation
public import Ranking

/// A battle of public data on its way into the arena, with models by name and texts in full.
public struct ImportedBattle: Sendable {
    /// Derived from the record or its file, so that it is stored once.
    public let id: Identifier<Battle>
    /// The exact name of the model on side A.
    public let modelA: String
    /// The exact name of the model on side B.
    public let modelB: String
    /// The outcome.
    public let outcome: Outcome
    /// The judge as the data names them.
    public let judge: String?
    /// The language as the data names it.
    public let language: String?
    /// When it was judged.
    public let time: Date?
    /// The turns of the asking side; empty when the data has none.
    public let prompt: [PromptMessage]
    /// The turns of side A; `nil` when the data has none.
    public let responseA: [String]?
    /// The turns of side B; `nil` when the data has none.
    public let responseB: [String]?
    /// The categories it counts in.
    public var tags: [String] = []
    /// The style of side A's response, where it is known.
    public var styleA: ResponseStyle?
    /// The style of side B's response, where it is known.
    public var styleB: ResponseStyle?

    /// A battle of public data.
    public init(
        id: Identifier<Battle>,
        modelA: String,
        modelB: String,
        outcome: Outcome,
        judge: String?,
        language: String?,
        time: Date?,
        prompt: [PromptMessage],
        responseA: [String]?,
        responseB: [String]?
    ) {
        self.id = id
        self.modelA = modelA
        self.modelB = modelB
        self.outcome = outcome
        self.judge = judge
        self.language = language
        self.time = time
        self.prompt = prompt
        self.responseA = responseA
        self.responseB = responseB
    }
}

/// What an import did.
public struct ImportReport: Sendable, Equatable {
    /// Battles written now.
    public var added = 0
    /// Battles that were in the log before, or stood in the file before.
    public var present = 0
    /// Models met for the first time.
    public var newModels = 0
    /// Prompts stored now.
    public var newPrompts = 0
    /// Responses stored now.
    public var newResponses = 0

    /// A report of nothing done.
    public init() {}
}
