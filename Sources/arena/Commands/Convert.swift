import ArenaFormats
import ArgumentParser
import Foundation

/// `arena convert`: writes the battles of files in another format.
struct Convert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the battles of files in another format.",
        discussion: """
            Formats:
              csv                a header and one line for each battle; no answers, and only the first of the user's turns
              jsonl              the arena's own JSON lines, which have a place for all that the arena reads
              33k, 33k-array     the record of LMArena's 33k battles, as JSON lines or as one JSON array
              55k                the CSV of LMArena's 55k battles; both bad becomes a tie
              100k, 140k         the records of LMArena's 100k and 140k battles, as JSON lines
              fastchat           FastChat's log of votes
              pair-counts        counts by pair of models, as CSV
              pair-counts-jsonl  the same as JSON lines

            Counts by pair can be converted into the other kind of counts only.

            Each battle that has an id is written once, however often it is listed: id, time, judge and models tell them apart. What a format has no \
            place for is left out. csv and jsonl keep columns that mean nothing to the arena, such as features, where \
            they are texts, numbers or flags. A battle that it cannot hold, such as one without models' names in a log \
            of votes, ends the conversion, or is left out and listed with --skip-invalid.

            Examples:
              arena convert arena-55k.csv --to jsonl --output battles.jsonl.gz
              arena convert lmarena.jsonl --to pair-counts --clean
              curl -s https://example.org/battles.jsonl | arena convert - --to csv --language en > english.csv

            Exit codes: 0 when all was written, 64 when the command was written wrongly, 1 for anything else; then there is no \
            output file, and whatever stood under its name still does.
            """
    )

    @Argument(help: ArgumentHelp("Files to convert, into one; - for standard input.", valueName: "file"))
    var files: [String]
    @Option(help: "The format to write: \(formats).", transform: format(named:)) var to: BattleWriter.Format
    @Option(
        help: ArgumentHelp("Where to write, compressed if it ends in .gz. Default: standard output.", valueName: "file")
    )
    var output: String?
    @Flag(help: "Replace the output file if there is one.") var overwrite = false
    @Flag(help: "Leave out records that are not battles, or that the format cannot hold, and list them.")
    var skipInvalid = false
    @OptionGroup(title: "Which battles") var filter: BattleFilter
    @OptionGroup(title: "Cleaning") var cleaning: CleaningOptions

    func validate() throws {
        if let output, !overwrite, FileManager.default.fileExists(atPath: output) {
            throw ValidationError("There is a file \(output) already; --overwrite replaces it.")
        }
    }

    func run() async throws {
        let conversion = FileConversion(
            files: files,
            format: to,
            filter: filter,
            cleaning: cleaning.rules,
            skipsInvalid: skipInvalid
        )
        let file = try ConvertedFile(path: output)
        do {
            let count = try conversion.run(into: file)
            try file.finish()
            if output != nil { Console.note("\(Numbers.counted(count, "battle", "battles")) written.") }
        } catch {
            file.abandon()
            throw error
        }
    }

    private static let formats = BattleWriter.Format.allCases.map(\.rawValue).joined(separator: ", ")

    private static func format(named name: String) throws -> BattleWriter.Format {
        guard let format = BattleWriter.Format(rawValue: name) else {
            throw ValidationError("There is no format “\(name)”; there are \(formats).")
        }
        return format
    }
}
