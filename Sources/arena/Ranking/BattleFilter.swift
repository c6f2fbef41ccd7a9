import ArenaCore
import ArenaFormats
import ArgumentParser
import Foundation
import Ranking

/// Which battles are ranked.
struct BattleFilter: ParsableArguments {
    /// A day or a moment.
    struct Moment: ExpressibleByArgument, Equatable {
        let date: Date
        /// As it was written.
        let text: String

        init?(argument: String) {
            text = argument
            guard let date = BattleTime.date(iso8601: argument) else { return nil }
            self.date = date
        }
    }

    @Option(
        help: ArgumentHelp(
            "Battles judged at this moment or later (2024-01-31 or 2024-01-31T12:00:00, UTC where no zone is named).",
            valueName: "time"
        )
    )
    var since: Moment?
    @Option(help: ArgumentHelp("Battles judged before this moment.", valueName: "time")) var until: Moment?
    @Option(help: "Battles in this language, such as en or English; may be given several times.") var language:
        [String] = []
    @Option(help: "Battles of this category, such as coding; may be given several times, for any of them.")
    var category: [String] = []
    @Option(help: "No battles of this category; may be given several times.") var withoutCategory: [String] = []
    @Option(help: "Battles between these models only; given once for each.") var model: [String] = []
    @Option(help: "No battles of this model; may be given several times.") var withoutModel: [String] = []
    @Option(help: "Battles judged by this judge only; may be given several times.") var judge: [String] = []
    @Option(help: "No battles judged by this judge; may be given several times.") var withoutJudge: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Battles of which a column of the file says so, such as "turn > 1", "country = KR", "winner != tie" or "prompt ~ SQL" \
            (contains); of JSON also members in one another, such as "conv_metadata.turns >= 3". May be given several times, \
            for all of them.
            """,
            valueName: "condition"
        )
    )
    var `where`: [ColumnCondition] = []

    func validate() throws {
        if let nested = columns.first(where: BattleReader.isNested) {
            throw ValidationError(
                "--where: \(nested) is an object or a list; name a member of it, as in \"conv_metadata.turns >= 3\"."
            )
        }
    }

    /// Whether every battle passes.
    var isEmpty: Bool {
        since == nil && until == nil && !choosesByTraits && `where`.isEmpty
            && [model, withoutModel, judge, withoutJudge].allSatisfy(\.isEmpty)
    }

    /// The columns that are asked for.
    var columns: [String] { `where`.map(\.column) }

    /// Whether nothing is asked but which models there are.
    var choosesByModelsAlone: Bool {
        since == nil && until == nil && !choosesByTraits && `where`.isEmpty && judge.isEmpty && withoutJudge.isEmpty
    }

    /// Whether battles are chosen by language or category.
    var choosesByTraits: Bool { ![language, category, withoutCategory].allSatisfy(\.isEmpty) }

    /// The slice that is asked for, as the server calls it: a category, a language, or both; what else is asked for, ``terms`` say.
    var slice: Slice {
        Slice(
            category: category.count == 1 ? category[0] : nil,
            language: language.count == 1 ? Language.code(ofName: language[0]) ?? language[0] : nil
        )
    }

    /// What the slice stands for, as it is written on the command line.
    var sliceTerms: [String] {
        (category.count == 1 ? ["category=\(category[0])"] : [])
            + (language.count == 1 ? ["language=\(language[0])"] : [])
    }

    /// What is asked for beyond the slice, as it is written on the command line.
    var terms: [String] {
        func several(_ name: String, _ values: [String]) -> [String] { values.map { "\(name)=\($0)" } }
        return [("since", since), ("until", until)].flatMap { name, moment in
            moment.map { ["\(name)=\($0.text)"] } ?? []
        }
            + several("language", language.count > 1 ? language : [])
            + several("category", category.count > 1 ? category : [])
            + several("without-category", withoutCategory)
            + several("model", model) + several("without-model", withoutModel)
            + several("judge", judge) + several("without-judge", withoutJudge)
            + several("where", `where`.map(\.text))
    }

    /// Says that no battle is among those asked for, as a name written wrongly may be why.
    func tellOfNothing() {
        if !isEmpty { Console.note("No battle is among those asked for; names are as the battles have them.") }
    }

    /// Whether a battle is among those asked for; one that does not tell what is asked is not.
    func admits(_ battle: BattleRecord) -> Bool {
        if since != nil || until != nil {
            guard let time = battle.time else { return false }
            if let since, time < since.date { return false }
            if let until, time >= until.date { return false }
        }
        guard admits(models: battle.modelA, battle.modelB) else { return false }
        if !judge.isEmpty {
            guard let by = battle.judge, Self.isAmong(judge, by) else { return false }
        }
        if let by = battle.judge, Self.isAmong(withoutJudge, by) { return false }
        guard zip(`where`, battle.texts).allSatisfy({ $0.holds($1) }) else { return false }
        return !choosesByTraits || admits(BattleTraits.of(battle), battle.outcome)
    }

    /// Whether battles of two models are among those asked for.
    func admits(models a: String, _ b: String) -> Bool {
        if !model.isEmpty, !(Self.isAmong(model, a) && Self.isAmong(model, b)) { return false }
        return !Self.isAmong(withoutModel, a) && !Self.isAmong(withoutModel, b)
    }

    /// Names are the same where their code points are.
    private static func isAmong(_ names: [String], _ name: String) -> Bool {
        names.contains { ExactName($0) == ExactName(name) }
    }

    /// Whether battles of some traits and outcome are among those asked for.
    func admits(_ traits: Traits, _ outcome: Outcome) -> Bool {
        if !language.isEmpty {
            guard let spoken = traits.language else { return false }
            guard language.contains(where: { $0 == spoken || Language.code(ofName: $0) == spoken }) else {
                return false
            }
        }
        func isIn(_ category: String) -> Bool { Slice(category: category).holds(traits, outcome) }
        return (category.isEmpty || category.contains(where: isIn)) && !withoutCategory.contains(where: isIn)
    }
}
