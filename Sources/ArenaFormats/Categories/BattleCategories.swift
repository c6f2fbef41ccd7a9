/// The categories of battles: those that a record tells, and those that rules give where it does not.
public enum BattleCategories {
    /// The categories of a battle, sorted, each once, and its language as a canonical code (see ``Language``).
    ///
    /// Told tags are kept; one with the name of a part that is no tag's, such as `overall`, gets " (tag)" after it. Coding and mathematics are judged by the prompt only where the record says nothing of them; the longer
    /// query goes by the publisher's count of tokens, or by an estimate; rounds by ``BattleRecord/turns``. The language is
    /// detected only where the record has none, from what is outside fenced code. Rules and their sources are in docs/method.md.
    public static func of(_ record: BattleRecord) -> (tags: [String], language: String?) {
        var tags = (record.tags ?? []).map { Category.parts.contains($0) ? $0 + " (tag)" : $0 }
        let prompt = record.sharedPrompt ?? record.prompt
        if !prompt.isEmpty {
            let isCodeTold = record.told.contains(.coding) || tags.contains(Category.coding)
            let isMathTold = record.told.contains(.math) || tags.contains(Category.math)
            if !isCodeTold || !isMathTold {
                let text = PromptText(prompt)
                let isCode = isCodeTold ? tags.contains(Category.coding) : CodeSigns.hold(of: text)
                if isCode { tags.append(Category.coding) }
                if !isMathTold, MathSigns.hold(of: text, isCode: isCode) { tags.append(Category.math) }
            }
        }
        let tokens = record.userTokens ?? TokenEstimate.tokens(in: prompt)
        if tokens >= Category.longerQueryTokens { tags.append(Category.longerQuery) }
        if let turns = record.turns, turns > 0 {
            if turns > 1 { tags.append(Category.multiTurn) }
            tags.append([Category.oneRound, Category.twoRounds, Category.threeOrMoreRounds][min(turns, 3) - 1])
        }
        if record.isRefusal == true { tags.append(Category.refusal) }
        if record.isSampled == false { tags.append(Category.duplicate) }
        let language = record.language.map(Language.code(ofName:)) ?? Language.detect(prose(prompt))
        return (TagList.normalised(tags), language)
    }

    /// The turns without fenced code; as they are where nothing else is in them.
    private static func prose(_ turns: [String]) -> String {
        let text = turns.joined(separator: "\n")
        guard text.utf8.count <= 1 << 20, text.contains("```") || text.contains("~~~") else { return text }
        var isFenced = false
        var lines: [Substring] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if CodeSigns.isFence(Array(line.utf8.drop(while: PromptText.isBlank))) {
                isFenced.toggle()
            } else if !isFenced {
                lines.append(line)
            }
        }
        return lines.isEmpty ? text : lines.joined(separator: "\n")
    }
}
