import ArenaCore
import ArenaFormats
import ArenaHTTP
import ArenaStore
import ArgumentParser
import Foundation

/// `arena rank`: ranks the database's log, or files, with the fold and the fit that the server uses.
struct Rank: AsyncParsableCommand {
    /// How the board is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, csv
    }

    static let configuration = CommandConfiguration(
        abstract: "Rank the database's whole battle log, or the battles in files.",
        discussion: """
            With files, nothing is read from or written to any database. The ratings have the same digits as the server's \
            for the same battles.

            Examples:
              arena rank
              arena rank battles.jsonl.gz --format json
            """
    )

    @Argument(help: ArgumentHelp("Files to rank instead of the database's log.", valueName: "file"))
    var files: [String] = []
    @Option(help: "How to write the board: table, json or csv.") var format: Format = .table
    @Flag(help: "With files: leave out records that are not battles, and list them.") var skipInvalid = false
    @Flag(help: "Keep the database's board in its history, whether or not a rank has changed.") var save = false
    @OptionGroup(title: "Database") var database: DatabaseOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func validate() throws {
        if save && !files.isEmpty { throw ValidationError("--save keeps the database's board, not that of files.") }
    }

    func run() async throws {
        if !files.isEmpty {
            let board = try FileRanking.board(of: files, skipsInvalid: skipInvalid)
            write(board)
            return
        }
        let setup = try await CommandSetup(database, common)
        try await CommandRunner.withDatabase(setup, purpose: "arena rank") { database in
            let board = try await LogRanking.board(of: database)
            write(board)
            if save { try await keep(board, in: database) }
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

    private func write(_ board: LeaderboardSnapshot) {
        if board.isSample { Console.note("This is the sample content: invented models, simulated votes.") }
        switch format {
        case .table: Console.result(BoardTable.text(board))
        case .csv: Console.result(BoardTable.csv(board))
        case .json: Console.result(String(decoding: LeaderboardResponse(board).encoded(), as: UTF8.self) + "\n")
        }
    }
}
