import ArenaFormats
import ArgumentParser

/// LMArena's cleaning rules, each to be asked for.
struct CleaningOptions: ParsableArguments {
    @Flag(help: "All of the rules below but the limit for judges, as LMArena cleans its battles.") var clean = false
    @Flag(help: "Only battles in which the models' names were hidden.") var anonymousOnly = false
    @Flag(help: "Only battles of the publisher's sample without frequent prompts.") var deduplicated = false
    @Flag(help: "Only the first battle of each evaluation session.") var firstOfSession = false
    @Flag(help: "No battles in which a model refuses.") var withoutRefusals = false
    @Flag(help: "No battles with an answer that is missing or blank.") var withoutEmptyAnswers = false
    @Flag(help: "No battles with a notice of an error in place of an answer, or with one that was cut off.")
    var withoutErrors = false
    @Flag(help: "No battles with an answer that names a model or who made it.") var withoutIdentityWords = false
    @Option(help: ArgumentHelp("The most battles of one judge, the first ones.", valueName: "battles")) var perJudge:
        Int?

    func validate() throws {
        if let perJudge, perJudge < 1 { throw ValidationError("--per-judge is at least one battle.") }
    }

    /// The rules asked for, as they are written on the command line.
    var terms: [String] {
        let flags = [
            ("clean", clean), ("anonymous-only", anonymousOnly), ("deduplicated", deduplicated),
            ("first-of-session", firstOfSession), ("without-refusals", withoutRefusals),
            ("without-empty-answers", withoutEmptyAnswers), ("without-errors", withoutErrors),
            ("without-identity-words", withoutIdentityWords),
        ]
        return flags.filter(\.1).map(\.0) + (perJudge.map { ["per-judge=\($0)"] } ?? [])
    }

    /// The rules; nil where none is asked for.
    var rules: CleaningRules? {
        var rules = clean ? CleaningRules.all : CleaningRules()
        if anonymousOnly { rules.isAnonymousOnly = true }
        if deduplicated { rules.isDeduplicated = true }
        if firstOfSession { rules.isFirstOfSessionOnly = true }
        if withoutRefusals { rules.isWithoutRefusals = true }
        if withoutEmptyAnswers { rules.isWithoutEmptyAnswers = true }
        if withoutErrors { rules.isWithoutErrors = true }
        if withoutIdentityWords { rules.identityWords = .known }
        rules.battlesPerJudge = perJudge
        return terms.isEmpty ? nil : rules
    }
}
