import ArenaCore
import ArenaStore
import Foundation
import Logging
import Migrations
import Postgres
import PostgresTestSupport
import ProcessTestSupport
import Ranking
import Synchronization

/// An arena under test: a Postgres of its own, a proxy before it, and the arena's own program behind the proxy.
actor ChaosArena {
    private let cluster: TestCluster
    private let database: TestDatabase
    nonisolated let proxy: FaultProxy
    private let program: URL
    private let isDurable: Bool
    private var process: ChildProcess?
    private var log = URL(filePath: "/dev/null")

    private static let logger = Logger(label: "chaos") { _ in SwiftLogNoOpLogHandler() }

    /// Sets everything up and starts the server.
    ///
    /// - Parameter isDurable: whether Postgres commits as it should; with `synchronous_commit` off it loses what it has confirmed.
    static func start(program: URL, seed: UInt64, isDurable: Bool) async throws -> ChaosArena {
        var options = TestCluster.Options()
        if !isDurable { options.settings = ["synchronous_commit": "off", "wal_writer_delay": "2s"] }
        let cluster = try await TestCluster.start(options)
        let database = try await cluster.makeDatabase()
        let socket = "\(cluster.socketDirectory)/.s.PGSQL.\(cluster.port)"
        let proxy = try await FaultProxy.start(upstream: socket, seed: seed)
        let arena = ChaosArena(cluster, database, proxy, program: program, isDurable: isDurable)
        try await arena.fill()
        return arena
    }

    private init(
        _ cluster: TestCluster,
        _ database: TestDatabase,
        _ proxy: FaultProxy,
        program: URL,
        isDurable: Bool
    ) {
        self.cluster = cluster
        self.database = database
        self.proxy = proxy
        self.program = program
        self.isDurable = isDurable
    }

    // MARK: The database, looked at without the proxy

    private func connect() async throws -> PostgresConnection {
        var configuration = try PostgresConfiguration(connectionString: database.connectionString)
        configuration.allowUnsafeDurability = true
        return try await PostgresConnection.connect(configuration: configuration, logger: Self.logger)
    }

    /// Migrates the database and gives it something to vote on.
    private func fill() async throws {
        let connection = try await connect()
        let migrator = try Migrator(migrations: try Migration.load(directory: Migrations.directory.path))
        _ = try await migrator.apply(on: connection)
        let writer = CatalogueWriter(stream: .main, source: "chaos")
        try await connection.withTransaction { connection in
            let names = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir"]
            let ids = try await writer.store(
                models: names.map { CatalogueWriter.NewModel(name: $0) },
                on: connection
            ).ids
            let prompts = (1...12).map { number in
                Prompt(messages: [PromptMessage(role: "user", content: "Question \(number)?")], language: "en")
            }
            _ = try await writer.store(prompts: prompts, on: connection)
            let responses = prompts.flatMap { prompt in
                names.compactMap { name in
                    ids[ExactName(name)].map { id in
                        CatalogueWriter.NewResponse(
                            prompt: prompt.id,
                            model: id,
                            modelName: name,
                            messages: ["\(name) has an answer."]
                        )
                    }
                }
            }
            _ = try await writer.store(responses: responses, on: connection)
            try await writer.announce(on: connection)
        }
        await connection.close()
    }

    /// The battles in the log by their names, and how many entries its head says there are.
    func battles() async throws -> (battles: [String: (seq: Int64, outcome: String)], head: Int64) {
        let connection = try await connect()
        defer { Task { await connection.close() } }
        var battles: [String: (seq: Int64, outcome: String)] = [:]
        for row in try await connection.query("SELECT id, seq, outcome FROM battle WHERE stream = 0").rows {
            let (id, seq, outcome) = try row.decode(UUID.self, Int64.self, Int16.self)
            battles[id.uuidString.lowercased()] = (seq, Outcome(rawValue: UInt8(outcome))?.label ?? "?")
        }
        let head = try await connection.query("SELECT seq FROM log_head WHERE stream = 0").single(Int64.self)
        return (battles, head)
    }

    /// What the arena's own offline job makes of the log from its beginning, as JSON.
    func foldedFromScratch() async throws -> Data {
        let output = FileManager.default.temporaryDirectory.appending(path: "chaos-rank-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: output) }
        let arguments = [
            "rank", "--format", "json", "--log-level", "error", "--allow-unsafe-durability", "--database-url",
            database.connectionString,
        ]
        let status = try await ChildProcess.start(program, arguments, output: output).end()
        guard status == 0 else { throw ChaosFailure("arena rank failed") }
        return try Data(contentsOf: output)
    }

    // MARK: The server

    /// Starts the arena's program behind the proxy and returns its address once it says it.
    func startServer() async throws -> String {
        let output = FileManager.default.temporaryDirectory.appending(path: "chaos-serve-\(UUID().uuidString)")
        let url = PostgresConfiguration.connectionString([
            "host": "127.0.0.1", "port": "\(proxy.port)", "user": "postgres", "dbname": database.name,
            "sslmode": "disable",
        ])
        for _ in 0..<40 {
            let arguments = [
                "serve", "--port", "0", "--database-url", url, "--poll-interval", "50", "--log-level", "warning",
                "--shutdown-timeout", "20", "--allow-unsafe-durability",
            ]
            let process = try await ChildProcess.start(program, arguments, output: output, error: output)
            self.process = process
            log = output
            while process.isRunning {
                let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
                if let match = text.firstMatch(of: #/The arena is up: (http:\S+?)/ /#) { return String(match.1) }
                try await Task.sleep(for: .milliseconds(10))
            }
            // The database is away, perhaps; whoever supervises a server starts it again.
            try await Task.sleep(for: .milliseconds(50))
        }
        throw ChaosFailure("the server does not start: \((try? String(contentsOf: output, encoding: .utf8)) ?? "")")
    }

    /// What the server has said.
    func serverLog() -> String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// Kills the server.
    func killServer() async throws {
        try await process?.kill()
    }

    /// Tells the server to stop and waits until it has.
    ///
    /// - Returns: its exit status.
    func stopServer() async throws -> Int32 {
        guard let process else { return -1 }
        process.terminate()
        guard let status = try await process.end(within: .seconds(30)) else {
            throw ChaosFailure("the server does not stop when told to")
        }
        return status
    }

    // MARK: Postgres

    func killPostgres() async throws {
        try await cluster.crash()
    }

    func startPostgres() async throws {
        try await cluster.startServer()
    }

    func restartPostgres() async throws {
        try await cluster.stop()
        try await cluster.startServer()
    }

    func terminateSessions() async throws {
        let connection = try await connect()
        try await connection.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'arena%'"
        )
        await connection.close()
    }

    /// Ends everything.
    func stop() async {
        try? await killServer()
        await proxy.stop()
        try? await cluster.stop()
    }
}

/// Why a run of faults could not go on, or what it found.
public struct ChaosFailure: Error, CustomStringConvertible {
    /// What it is.
    public let description: String

    init(_ description: String) { self.description = description }
}
