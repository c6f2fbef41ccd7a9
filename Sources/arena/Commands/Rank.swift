import ArenaCore
import ArenaFormats
import ArenaHTTP
import ArenaStore
import ArgumentParser
import Foundation
import Ranking

/// `arena rank`: ranks the database's log, or files, with the fold and the fit that the server uses.
struct Rank: AsyncParsableCommand {
    /// How the board is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, csv, markdown
    }

    static let configuration = CommandConfiguration(
        abstract: "Rank the database's whole battle log, or the battles in files.",
        discussion: """
            With files, nothing is read from or written to any database. Without options of the method, the ratings have the \
            same digits as the server's for the same battles. Models whose results do not connect them with the others in both \
            directions are listed with the reason and not rated; a ridge rates them all, and is stated in the result.

            Examples:
              arena rank
              arena rank battles.jsonl.gz --format json
              curl -s https://example.org/battles.csv.gz | arena rank -
              arena rank battles.csv --method davidson --intervals bootstrap --rounds 1000 --seed 7
              arena rank battles.csv --anchor mixtral-8x7b-instruct-v0.1=1114 --weights balanced-pairs
              arena rank battles.csv --since 2024-01-01 --language en --without-judge arena_user_7
              arena rank lmarena.jsonl --by category --by language --least 500
              arena rank --category coding --language ko
              arena rank lmarena.jsonl --where "conv_metadata.turns >= 3" --where "winner != tie"
              arena rank lmarena.jsonl --style-control
              arena rank football.csv --style-control=home,side
              arena rank battles.csv --method elo --intervals permutations --rounds 500
              arena rank battles.csv --fragility
              arena rank battles.csv --plot board.svg --pairs pairs.csv
              arena rank --compare june.json july.json

            Exit codes: 0 when a board was written, 64 when the command was written wrongly, 1 for anything else, such as a \
            file that cannot be read or a fit that has no maximum.
            """
    )

    @Argument(
        help: ArgumentHelp("Files to rank instead of the database's log; - for standard input.", valueName: "file")
    )
    var files: [String] = []
    @Option(help: "How to write the board: table, json, csv or markdown.") var format: Format = .table
    @Flag(help: "With files: leave out records that are not battles, and list them.") var skipInvalid = false
    @Flag(
        help:
            "Tell how few votes hold who is first, and each two neighbours' order, found by influence and confirmed by fits."
    )
    var fragility = false
    @Flag(
        help: "Compare two boards that were written as JSON, the earlier one first: who moved, and is it beyond chance."
    )
    var compare = false
    @Option(
        help: ArgumentHelp(
            """
            Also draw the ratings with their intervals as a picture, and of up to \(BoardPicture.matrixLimit) models also who should \
            beat whom how often.
            """,
            valueName: "file.svg"
        )
    )
    var plot: String?
    @Option(
        help: ArgumentHelp(
            """
            Also write what the fit says of every two models: the difference of their ratings with its error and interval, the \
            probability that the one is truly above the other, and how often it should win, and draw.
            """,
            valueName: "file.csv|file.json"
        )
    )
    var pairs: String?
    @Flag(help: "Keep the database's boards in its history, with their parameters.") var save = false
    @Option(
        help: """
            One board for each category or each language, and one for all battles; may be given twice, for both. Battles \
            count in every category that they belong to.
            """
    )
    var by: [Dimension] = []
    @Option(help: ArgumentHelp("With --by: leave out boards of fewer battles.", valueName: "battles")) var least = 1
    @OptionGroup(title: "Method") var method: MethodOptions
    @OptionGroup(title: "Which battles") var filter: BattleFilter
    @OptionGroup(title: "Cleaning of files") var cleaning: CleaningOptions
    @OptionGroup(title: "Database") var database: DatabaseOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func validate() throws {
        if save && !files.isEmpty { throw ValidationError("--save keeps boards of the database, not of files.") }
        if save && !filter.isEmpty { throw ValidationError("--save keeps boards of all battles, or of --by.") }
        if files.isEmpty && cleaning.rules != nil {
            throw ValidationError(
                "--clean and its rules are for files; what the database holds was chosen when it was imported."
            )
        }
        if files.isEmpty && !filter.columns.isEmpty {
            throw ValidationError("--where asks columns of files; name a file.")
        }
        if plot != nil && !by.isEmpty { throw ValidationError("--plot draws one board; leave out --by.") }
        if pairs != nil && !by.isEmpty { throw ValidationError("--pairs is of one board; leave out --by.") }
        if pairs != nil && method.method == .elo {
            throw ValidationError("--pairs goes with boards that are fitted; Elo ratings have no errors.")
        }
        guard least >= 0 else { throw ValidationError("--least is a number of battles.") }
        guard least == 1 || !by.isEmpty else { throw ValidationError("--least leaves out boards of --by.") }
        if compare {
            guard files.count == 2 else { throw ValidationError("--compare takes two files that --format json wrote.") }
            guard plot == nil, pairs == nil else {
                throw ValidationError("--plot and --pairs are of a board, not of a comparison.")
            }
            let isPlain = method.isStandard && filter.isEmpty && by.isEmpty && cleaning.rules == nil
            guard isPlain, !fragility, !skipInvalid else {
                throw ValidationError("--compare is of boards that were made already, and goes with --format alone.")
            }
        } else if files.isEmpty, let style = method.styleControl, let strange = style.notStored {
            throw ValidationError(
                """
                The database has no feature “\(strange)”: it takes \(StyleFeatures.stored.joined(separator: ", ")). \
                If it is a file, it goes before --style-control.
                """
            )
        } else if fragility && (method.needsBattles || method.method == .elo) {
            throw ValidationError(
                "--fragility is for boards of counts, without --style-control, draw-probability and elo."
            )
        }
    }

    func run() async throws {
        if compare {
            let (before, after) = (try ComparedBoards.read(files[0]), try ComparedBoards.read(files[1]))
            try Console.result(ComparedBoards.comparison(before, after, format))
            return
        }
        if !files.isEmpty {
            let request = FileRanking.Request(
                files: files,
                filter: filter,
                cleaning: cleaning.rules,
                method: method,
                skipsInvalid: skipInvalid,
                wantsAnalysis: wantsAnalysis,
                filters: filter.terms + cleaning.terms
            )
            try write(try FileRanking.boards(request, by: by, least: least))
            return
        }
        let setup = try await CommandSetup(database, common)
        try await CommandRunner.withDatabase(setup, purpose: "arena rank") { database in
            let boards = try await boards(of: database)
            try write(boards)
            if save { try await keep(boards.map(\.board), in: database) }
        }
    }

    private func boards(of database: Database) async throws -> [RankedBoard] {
        if filter.isEmpty && by.isEmpty && !method.needsBattles {
            return [try await LogRanking.board(of: database, method: method, wantsAnalysis: wantsAnalysis)]
        }
        return try await LogRanking.boards(
            of: database,
            filter: filter,
            method: method,
            by: by,
            least: least,
            wantsAnalysis: wantsAnalysis
        )
    }

    private var wantsAnalysis: Bool { fragility || pairs != nil }

    private func keep(_ boards: [LeaderboardSnapshot], in database: Database) async throws {
        let history = PostgresBoardHistory(pool: database.pool)
        for board in boards {
            let stored = StoredBoard(
                board: board,
                json: LeaderboardResponse(board).encoded(),
                stream: board.isSample ? .sample : .main,
                publishedAt: Date()
            )
            _ = try await history.keep(stored, onDemand: true)
        }
        Console.note(boards.count == 1 ? "The board is kept in the history." : "The boards are kept in the history.")
    }

    private func write(_ boards: [RankedBoard]) throws {
        if let plot, let board = boards.first {
            do {
                let picture = BoardPicture(board.board, winMatrix: board.winMatrix)
                try Data(picture.svg().utf8).write(to: URL(filePath: plot))
                if board.board.rows.count > BoardPicture.matrixLimit {
                    Console.note(
                        "\(plot) is without the matrix, which is drawn of up to \(BoardPicture.matrixLimit) models; --pairs has its figures."
                    )
                }
            } catch {
                throw Refusal("\(plot) cannot be written: \(error.localizedDescription)")
            }
        }
        if let pairs, let board = boards.first {
            let data = try PairFigures(board).data(for: pairs)
            do {
                try data.write(to: URL(filePath: pairs))
            } catch {
                throw Refusal("\(pairs) cannot be written: \(error.localizedDescription)")
            }
        }
        if boards.contains(where: \.board.isSample) {
            Console.note("This is the sample content: invented models, simulated votes.")
        }
        try Console.result(BoardText(format: format, isSliced: !by.isEmpty, tellsFragility: fragility).text(of: boards))
    }
}
