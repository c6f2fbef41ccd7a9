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
              arena rank battles.csv --since 2024-01-01 --language English --without-judge arena_user_7
              arena rank lmarena.jsonl --style-control
              arena rank football.csv --style-control=home,side
              arena rank battles.csv --fragility
              arena rank battles.csv --plot board.svg
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
        help: "Tell for each two neighbours how few votes hold their order, found by influence and confirmed by a fit."
    )
    var fragility = false
    @Flag(
        help: "Compare two boards that were written as JSON, the earlier one first: who moved, and is it beyond chance."
    )
    var compare = false
    @Option(
        help: ArgumentHelp(
            "Also draw the ratings with their intervals, and who should beat whom how often, as a picture.",
            valueName: "file.svg"
        )
    )
    var plot: String?
    @Flag(help: "Keep the database's board in its history, whether or not a rank has changed.") var save = false
    @OptionGroup(title: "Method") var method: MethodOptions
    @OptionGroup(title: "Which battles of the files") var filter: BattleFilter
    @OptionGroup(title: "Database") var database: DatabaseOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func validate() throws {
        if save && !files.isEmpty { throw ValidationError("--save keeps the database's board, not that of files.") }
        if save && !method.isStandard {
            throw ValidationError("--save keeps the board as the server computes it, without options of the method.")
        }
        if compare {
            guard files.count == 2 else { throw ValidationError("--compare takes two files that --format json wrote.") }
            guard plot == nil else { throw ValidationError("--plot draws a board, not a comparison.") }
            guard format == .table || format == .markdown else {
                throw ValidationError("--compare writes a table, or --format markdown.")
            }
        } else if files.isEmpty, let style = method.styleControl {
            let taken =
                style == .standard
                ? "" : " It took “\(style.names.joined(separator: ","))” for features: files go before it."
            throw ValidationError("--style-control reads files; name one.\(taken)")
        } else if fragility && method.styleControl != nil {
            throw ValidationError("--fragility is for boards of counts, without --style-control.")
        } else if files.isEmpty && !filter.isEmpty {
            throw ValidationError(
                "--since, --until, --language, --model and --judge choose battles of files; name a file."
            )
        }
    }

    func run() async throws {
        if compare {
            let comparison = try BoardComparison(before: files[0], after: files[1])
            Console.result(comparison.text(isMarkdown: format == .markdown))
            return
        }
        if !files.isEmpty {
            let ranked = try FileRanking.board(
                of: files,
                filter: filter,
                method: method,
                skipsInvalid: skipInvalid,
                wantsAnalysis: fragility
            )
            try write(ranked)
            return
        }
        let setup = try await CommandSetup(database, common)
        try await CommandRunner.withDatabase(setup, purpose: "arena rank") { database in
            let ranked = try await LogRanking.board(of: database, method: method, wantsAnalysis: fragility)
            try write(ranked)
            if save { try await keep(ranked.board, in: database) }
        }
    }

    private func keep(_ board: LeaderboardSnapshot, in database: Database) async throws {
        let stored = StoredBoard(
            board: board,
            json: LeaderboardResponse(board).encoded(),
            stream: board.isSample ? .sample : .main,
            publishedAt: Date()
        )
        _ = try await PostgresBoardHistory(pool: database.pool).keep(stored, onDemand: true)
        Console.note("The board is kept in the history.")
    }

    private func write(_ ranked: RankedBoard) throws {
        let board = ranked.board
        if let plot {
            do {
                try Data(BoardPlot(ranked).svg().utf8).write(to: URL(filePath: plot))
            } catch {
                throw Refusal("\(plot) cannot be written: \(error.localizedDescription)")
            }
        }
        if board.isSample { Console.note("This is the sample content: invented models, simulated votes.") }
        let holds = fragility ? ranked.holds() : []
        switch format {
        case .table:
            Console.result(BoardTable.text(board))
            if !holds.isEmpty { Console.result("\n" + FragilityTable.text(holds, isMarkdown: false)) }
        case .markdown:
            Console.result(BoardTable.markdown(board))
            if !holds.isEmpty { Console.result("\n" + FragilityTable.text(holds, isMarkdown: true)) }
        case .csv: Console.result(BoardTable.csv(board, holds: fragility ? holds : nil))
        case .json:
            let response = LeaderboardResponse(board, holds: fragility ? holds : nil)
            Console.result(String(decoding: response.encoded(), as: UTF8.self) + "\n")
        }
    }
}
